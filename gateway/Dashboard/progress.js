// The head of the chosen run: what it is, how far it is, and what is wrong with it.

import { el } from './dom.js';
import { count, moment, percent, toCount, usd } from './format.js';
import { idOf, isActive, pauseOf, progressBar, size, stateTag } from './runs.js';

/** @param {any} run */
export function runHead(run) {
  return el('div', { class: 'panel' },
    el('div', { class: 'heading' }, el('h2', {}, run.spec?.suite || 'Run', ' ', el('span', { class: 'id' }, idOf(run))), stateTag(run)),
    el('p', { class: 'quiet' }, size(run), ' · started ', el('time', { datetime: run.createTime }, moment(run.createTime)),
      run.completeTime && ' · completed ', run.completeTime && el('time', { datetime: run.completeTime }, moment(run.completeTime))),
    (run.spec?.project || run.spec?.budgetNanoUsd != null) && el('p', { class: 'quiet' }, `Project ${run.spec.project || 'default'}`,
      run.spec.budgetNanoUsd != null && ` · budget at the start ${usd(run.spec.budgetNanoUsd)}`),
    run.spec?.jurors?.length > 0 && el('p', { class: 'quiet' }, `Jury: ${run.spec.jurors.join(', ')}`),
    el('p', { class: 'quiet' }, `Protocol ${run.spec?.protocol || 'corrected'}`, run.spec?.protocol === 'medhelm'
      ? ": HELM's way, its known defects included; not comparable with runs under protocol corrected"
      : ": HELM's way with its known defects repaired"),
    run.planDigest && el('p', { class: 'quiet' }, 'Plan ', el('code', { title: run.planDigest }, run.planDigest.slice(0, 12)),
      ' pins everything that decides the scores'),
    run.error && el('p', { class: 'notice bad' }, el('strong', {}, 'This run could not be planned. '), run.error, ' No model was asked anything.'),
    pauseOf(run) && el('p', { class: 'notice' }, el('strong', {}, 'This run is paused. '), pauseOf(run),
      ' What is answered stays; the run goes on by itself when the budget is raised: ', el('code', {}, `medhelm budget set ${run.pause.budget} USD`)),
    isActive(run) && progressBar(run),
    isActive(run) && run.progress?.cells?.length > 0 && cellProgress(run.progress.cells));
}

/** @param {any[]} cells */
function cellProgress(cells) {
  const models = [...new Set(cells.map(cell => cell.candidate))];
  const benchmarks = [...new Set(cells.map(cell => cell.benchmark))];
  const byKey = new Map(cells.map(cell => [`${cell.candidate}\n${cell.benchmark}`, cell]));
  return el('details', { 'data-key': 'cells' },
    el('summary', { 'data-key': 'cells-summary' }, 'Progress of each model on each benchmark'),
    el('div', { class: 'scroll' }, el('table', { class: 'cells' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Model'), ...benchmarks.map(id => el('th', { scope: 'col' }, id)))),
      el('tbody', {}, ...models.map(model => el('tr', {}, el('th', { scope: 'row' }, model),
        ...benchmarks.map(benchmark => cellBar(byKey.get(`${model}\n${benchmark}`)))))))));
}

/** @param {any} cell */
function cellBar(cell) {
  if (!cell) return el('td', {}, '–');
  const planned = toCount(cell.planned);
  const decided = toCount(cell.decided);
  return el('td', {},
    el('progress', { max: planned || 1, value: decided, 'aria-label': `${cell.candidate} on ${cell.benchmark}` }),
    el('span', { class: 'figures', title: `${count(decided)} of ${count(planned)}` }, percent(decided, planned)));
}

export function firstCommand() {
  return el('div', { class: 'panel empty' },
    el('h2', {}, 'Nothing has been run yet'),
    el('p', {}, 'Start the quickstart suite from the repository’s folder; it needs nothing but the .NET SDK:'),
    el('pre', {}, el('code', {}, 'dotnet run -c Release --project services/Standalone')),
    el('p', {}, 'or, with the services running already:'),
    el('pre', {}, el('code', {}, 'medhelm run --suite quickstart')),
    el('p', { class: 'quiet' }, 'The run and its leaderboard appear here by themselves.'));
}
