// The list of runs, and what is said of a run's state everywhere.

import { el } from './dom.js';
import { count, moment, percent, plural, toCount, usd } from './format.js';

const states = {
  RUN_STATE_PLANNING: { word: 'Planning', kind: 'active', sign: '◌' },
  RUN_STATE_RUNNING: { word: 'Running', kind: 'active', sign: '◐' },
  RUN_STATE_PAUSED: { word: 'Paused', kind: 'waiting', sign: '‖' },
  RUN_STATE_COMPLETED: { word: 'Completed', kind: 'done', sign: '●' },
  RUN_STATE_FAILED: { word: 'Failed', kind: 'bad', sign: '✕' },
};

/** @param {any} run */
export const stateOf = run => states[/** @type {keyof typeof states} */ (run.state)] ?? { word: 'Unknown', kind: 'bad', sign: '?' };

/** True while a run may still change, paused ones too. @param {any} run */
export const isActive = run => ['active', 'waiting'].includes(stateOf(run).kind);

/** Why a paused run waits; empty for others. @param {any} run */
export const pauseOf = run => run.state === 'RUN_STATE_PAUSED' && run.pause
  ? `Budget ${run.pause.budget} has ${usd(run.pause.availableNanoUsd)} left; the next call may cost ${usd(run.pause.neededNanoUsd)}.` : '';

/** @param {any} run */
export const idOf = run => run.name.replace(/^runs\//, '');

/** @param {any} run */
export function stateTag(run) {
  const { word, kind, sign } = stateOf(run);
  return el('span', { class: `tag ${kind}` }, el('span', { 'aria-hidden': 'true' }, `${sign} `), word);
}

/** A bar with its figures beside it; without an end while a run is being planned. @param {any} run */
export function progressBar(run) {
  const planned = toCount(run.progress?.planned);
  const decided = toCount(run.progress?.decided);
  const known = planned > 0;
  return el('div', { class: 'progress' },
    el('progress', { max: known ? planned : null, value: known ? decided : null, 'aria-label': `Progress of run ${idOf(run)}` }),
    el('span', { class: 'figures' }, known ? `${count(decided)} of ${count(planned)} decided, ${percent(decided, planned)}` : 'loading data and rendering prompts'));
}

/** @param {any[]} runs @param {string | null} chosen */
export function runList(runs, chosen) {
  return el('ol', { class: 'run-list' }, ...runs.map(run => el('li', {},
    el('a', { href: `?run=${encodeURIComponent(idOf(run))}`, 'data-run': run.name, 'data-key': run.name, 'aria-current': run.name === chosen ? 'page' : null },
      el('span', { class: 'title' }, el('strong', {}, run.spec?.suite || 'run'), stateTag(run)),
      el('span', { class: 'id' }, idOf(run)),
      el('span', { class: 'quiet' }, size(run)),
      el('time', { class: 'quiet', datetime: run.createTime }, moment(run.createTime)),
      pauseOf(run) && el('span', { class: 'quiet' }, pauseOf(run)),
      isActive(run) && progressBar(run)))));
}

/** @param {any} run */
export const size = run => `${plural(run.spec?.deployments?.length ?? 0, 'model')}, ${plural(run.spec?.benchmarks?.length ?? 0, 'benchmark')}`;

export function noRuns() {
  return el('div', { class: 'empty' },
    el('p', {}, 'No runs yet.'),
    el('p', { class: 'quiet' }, 'It appears here by itself when one is started.'));
}
