// What this person may see and not move stays where it is, and says why once a drag of it begins.
import { grasp } from "./grasp.js";
import { toast } from "./toast.js";

export function explain(board) {
  let wasTried = false;
  board.addEventListener("pointerdown", (event) => {
    wasTried = false;
    const why = event.target.closest("[data-fixed]")?.dataset.fixed;
    if (!why || event.button !== 0 || event.pointerType === "touch") return;
    const once = () => { if (!wasTried) say(why); wasTried = true; };
    grasp(board, event, { over: once, drop: () => {}, back: () => {} });
  });
  board.addEventListener("click", (event) => { if (wasTried) event.preventDefault(); wasTried = false; }, true);
}

// Said once, however often it is tried.
export function say(why) {
  const said = [...document.querySelectorAll("gx-toast")].some((one) => one.textContent === why);
  if (!said) toast(why);
}
