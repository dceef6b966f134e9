// Which card the arrows lead to: up and down within a lane, through all its bands; left and right
// to the nearest card of the next lane that has one; Home and End to the ends of the lane. The days
// of a calendar are lanes too.
const SIDES = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1 };
const middle = (card) => { const spot = card.getBoundingClientRect(); return spot.top + spot.height / 2; };
const BANDS = "tbody, .hours-row";
const cardsIn = (board, root) => [...root.querySelectorAll(board.cards)].filter((card) => !card.matches(".free"));

function inLane(board, lane) {
  const same = [...board.querySelectorAll(board.lanes)].filter((one) => one.dataset.value === lane.dataset.value);
  return same.flatMap((one) => cardsIn(board, one));
}

function aside(board, card, step) {
  const lane = card.closest(board.lanes);
  const lanes = [...(lane.closest(BANDS) ?? board).querySelectorAll(board.lanes)];
  for (let at = lanes.indexOf(lane) + step; lanes[at]; at += step) {
    const cards = cardsIn(board, lanes[at]);
    if (cards.length) return cards.reduce((best, one) => (Math.abs(middle(one) - middle(card)) < Math.abs(middle(best) - middle(card)) ? one : best));
  }
  return null;
}

export function neighbour(board, card, key) {
  if (!card) return key in ALONG || key in SIDES ? cardsIn(board, board)[0] ?? null : null;
  if (key in SIDES) return aside(board, card, SIDES[key]);
  const cards = inLane(board, card.closest(board.lanes));
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  return key in ALONG ? cards[cards.indexOf(card) + ALONG[key]] ?? null : null;
}
