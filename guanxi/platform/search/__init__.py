"""One index of every noun: what people type finds the record, in Chinese, pinyin or digits."""
