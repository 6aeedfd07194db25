// Which value is best in each column. Where a metric's direction is not known, or one model stands alone, none is.

import { isNumber } from './format.js';

/** @param {any} board @param {Map<string, any>} metrics */
export function bestValues(board, metrics) {
  return {
    winRate: best(board.rows.map((/** @type {any} */ row) => row.winRate), Math.max),
    macroAverage: best(board.rows.map((/** @type {any} */ row) => row.macroAverage), Math.max),
    columns: board.columns.map((/** @type {any} */ column) => {
      const scores = board.rows.map((/** @type {any} */ row) => row.cells.find((/** @type {any} */ cell) => cell.benchmark === column.benchmark)?.score);
      switch (metrics.get(column.metric)?.direction) {
        case 'DIRECTION_HIGHER_IS_BETTER': return best(scores, Math.max);
        case 'DIRECTION_LOWER_IS_BETTER': return best(scores, Math.min);
        default: return undefined;
      }
    }),
  };
}

/** @param {unknown[]} values @param {(...values: number[]) => number} pick */
function best(values, pick) {
  const known = values.filter(isNumber);
  return known.length > 1 ? pick(...known) : undefined;
}
