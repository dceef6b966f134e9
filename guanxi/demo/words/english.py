"""What the words of 澄海仪器 are in English: trades, kinds of goods, tags, posts."""

WORDS = {
    **{"工业传感器": "Industrial sensors", "精密机械": "Precision machinery"},
    **{"汽车零部件": "Automotive parts", "半导体设备": "Semiconductor equipment"},
    **{"新能源": "Renewable energy", "医疗器械": "Medical devices", "轨道交通": "Rail transport"},
    **{"船舶海工": "Shipbuilding and offshore", "阀门与泵": "Valves and pumps"},
    **{"化工与材料": "Chemicals and materials", "食品与包装": "Food and packaging"},
    **{"电缆与电气": "Cables and electrics", "模具与五金": "Moulds and hardware"},
    **{"计量检测机构": "Testing laboratories", "高校与科研": "Universities and research"},
    **{"力与扭矩": "Force and torque", "尺寸测量": "Dimensional metrology"},
    **{"压力与流量": "Pressure and flow", "温湿度": "Temperature and humidity"},
    **{"气体检测": "Gas detection", "光学分析": "Optical analysis"},
    **{"硬度与材料": "Hardness and materials", "振动与噪声": "Vibration and noise"},
    **{"电参数": "Electrical testing", "称重": "Weighing", "服务": "Services"},
    **{"备件耗材": "Spare parts and consumables"},
    **{"年框客户": "framework agreement", "重点培育": "to be developed"},
    **{"展会认识": "met at a fair", "价格敏感": "price-sensitive", "账期长": "long payment terms"},
    **{"需要现场标定": "needs on-site calibration", "转介绍多": "refers others"},
    **{"采购总监": "Purchasing Director", "采购经理": "Purchasing Manager"},
    **{"采购工程师": "Purchasing Engineer", "总经理": "General Manager"},
    **{"质量部经理": "Quality Manager", "计量工程师": "Metrology Engineer"},
    **{"设备工程师": "Equipment Engineer", "工艺主管": "Process Supervisor"},
    **{"研发总监": "R&D Director", "财务主管": "Finance Manager", "生产经理": "Production Manager"},
    **{"总经理助理": "Assistant to the General Manager"},
    **{
        "中文": "Chinese",
        "采购部": "Purchasing",
        "总经办": "Management",
        "质量部": "Quality",
        "设备部": "Equipment",
    },
    **{
        "工艺部": "Process Engineering",
        "研发部": "R&D",
        "财务部": "Finance",
        "生产部": "Production",
    },
}
TEAMS = {
    **{"澄海仪器": "Chenghai Instruments", "总经办": "Executive Office", "销售中心": "Sales"},
    **{"华东区": "East China", "苏浙组": "Jiangsu and Zhejiang", "沪皖组": "Shanghai and Anhui"},
    **{"华南区": "South China", "华北区": "North China", "中西部区": "Central and West China"},
    **{"海外部": "International", "欧美组": "Europe and Americas", "亚太组": "Asia-Pacific"},
    **{"市场部": "Marketing", "服务中心": "Service", "客服组": "Customer Care"},
    **{"标定维修组": "Calibration and Repair", "数据与信息部": "Data and IT"},
}
# Sizes that are words.
SIZES = {
    **{"固定式": "fixed", "便携式": "portable", "阵列式": "array", "基础型": "basic"},
    **{"双光束": "double-beam", "手动": "manual", "数显": "digital", "全自动": "automatic"},
    **{"单通道": "1-channel", "双通道": "2-channel", "相控阵": "phased array"},
    **{"4通道": "4-channel", "8通道": "8-channel", "16通道": "16-channel"},
    **{"2级": "class 2", "1级": "class 1", "单相": "single-phase", "三相": "three-phase"},
    **{"七通道": "7-channel", "标准型": "standard", "车载型": "on-board"},
    **{"现场": "on site", "送检": "in our laboratory", "年度": "yearly", "季度": "quarterly"},
    **{"半年": "half-yearly", "线上": "online", "套装A": "set A", "套装B": "set B"},
}
