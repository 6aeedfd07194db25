// Holds what is shown and keeps it fresh: the list by asking, the chosen run by its event stream.

import { getLeaderboard, getRun, listCertificates, listMetrics, listRuns, watchRun } from './api.js';
import { el, refill } from './dom.js';
import { percent, toCount } from './format.js';
import { leaderboard } from './leaderboard.js';
import { firstCommand, runHead } from './progress.js';
import { idOf, isActive, noRuns, runList, stateOf } from './runs.js';
import './tip.js';

const listEvery = 5_000;
const boardEvery = 2_000;
const announceStep = 10;

/** @param {string} id */
const place = id => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {{ runs: any[], chosen: string | null, run: any, board: any, certificates: any[], metrics: Map<string, any>, announced: string }} */
const state = { runs: [], chosen: chosenByAddress(), run: null, board: null, certificates: [], metrics: new Map(), announced: '' };
/** @type {{ close(): void } | null} */
let stream = null;
/** @type {number | undefined} */
let boardTimer;
/** @type {Map<string, string>} */
const troubles = new Map();

function chosenByAddress() {
  const id = new URLSearchParams(location.search).get('run');
  return id && /^[A-Za-z0-9_.-]+$/.test(id) ? `runs/${id}` : null;
}

/** What a part of the page last failed with; an empty text clears it. @param {string} part @param {string} text */
function trouble(part, text) {
  if ((troubles.get(part) ?? '') === text) return;
  if (text) troubles.set(part, text);
  else troubles.delete(part);
  refill(place('trouble'), ...[...new Set(troubles.values())].map(message => el('p', { class: 'notice bad' }, message)));
}

/** @param {string} part @param {() => Promise<void>} work */
async function attempt(part, work) {
  try {
    await work();
    trouble(part, '');
  } catch (error) {
    trouble(part, error instanceof Error ? error.message : String(error));
  }
}

const refreshList = () => attempt('list', async () => {
  const runs = await listRuns();
  // The stream of the chosen run knows more, and sooner, than the list.
  state.runs = runs.map((/** @type {any} */ run) => run.name === state.run?.name && stream ? state.run : run);
  // Without a choice in the address the newest run is shown.
  const chosen = chosenByAddress() ?? runs[0]?.name ?? null;
  if (chosen !== state.chosen || (chosen && !state.run)) await choose(chosen);
  if (state.metrics.size === 0 && runs.length > 0) await loadMetrics();
  drawList();
  if (!state.chosen) refill(place('head'), firstCommand());
});

// Without metrics the leaderboard shows no best values, which is better than guessing.
const loadMetrics = () => attempt('metrics', async () => {
  state.metrics = new Map((await listMetrics()).map((/** @type {any} */ metric) => [metric.name, metric]));
});

/** @param {string | null} name */
async function choose(name) {
  stream?.close();
  stream = null;
  clearTimeout(boardTimer);
  boardTimer = undefined;
  if (name !== state.chosen) {
    trouble('run', '');
    trouble('board', '');
  }
  Object.assign(state, { chosen: name, run: null, board: null, certificates: [], announced: '' });
  place('head').replaceChildren();
  place('board').replaceChildren();
  if (name) await attempt('run', async () => showRun(await getRun(name)));
}

/** @param {any} run */
function showRun(run) {
  if (run.name !== state.chosen) return;
  const first = !state.run;
  state.run = run;
  state.runs = state.runs.map(known => known.name === run.name ? run : known);
  refill(place('head'), runHead(run));
  drawList();
  announce(run);
  if (first) {
    if (isActive(run)) follow(run.name);
    refreshBoard();
  } else {
    boardTimer ??= setTimeout(refreshBoard, boardEvery);
  }
}

/** @param {string} name */
function follow(name) {
  stream?.close();
  stream = watchRun(name, { onRun: showRun, onEnd: () => { stream = null; refreshBoard(); refreshList(); } });
}

async function refreshBoard() {
  clearTimeout(boardTimer);
  boardTimer = undefined;
  const name = state.chosen;
  // A run without a plan has no leaderboard; the stream tells when it has one.
  if (!name || !state.run?.planDigest) return;
  await attempt('board', async () => {
    const board = await getLeaderboard(name);
    if (name !== state.chosen) return;
    state.board = board;
    drawBoard();
  });
  if (name === state.chosen && state.board?.final) await refreshCertificates(name);
  // Also after the end of the run: the last numbers may take a moment to settle.
  if (name === state.chosen && !state.board?.final && !document.hidden) boardTimer ??= setTimeout(refreshBoard, boardEvery);
}

function drawBoard() {
  refill(place('board'), ...leaderboard(state.board, state.metrics, state.certificates));
}

// The columns say already what is certified, and why not; without an answer only the jurors' details are missing.
/** @param {string} name */
async function refreshCertificates(name) {
  if (!state.board.columns.some((/** @type {any} */ column) => column.trust)) return;
  const certificates = await listCertificates(name).catch(() => []);
  if (name !== state.chosen) return;
  state.certificates = certificates;
  drawBoard();
}

function drawList() {
  refill(place('runs'), state.runs.length > 0 ? runList(state.runs, state.chosen) : noRuns());
}

/** Tells screen readers each tenth of the way, and the end. @param {any} run */
function announce(run) {
  const planned = toCount(run.progress?.planned);
  const decided = toCount(run.progress?.decided);
  const tenth = planned > 0 ? Math.floor(100 * decided / planned / announceStep) : 0;
  const mark = `${run.name} ${run.state} ${tenth}`;
  if (mark === state.announced) return;
  state.announced = mark;
  document.title = `${isActive(run) && planned > 0 ? percent(decided, planned) : stateOf(run).word} · ${run.spec?.suite || idOf(run)} · MedHELM Services`;
  place('announcer').textContent = `Run ${idOf(run)}: ${stateOf(run).word}${isActive(run) && planned > 0 ? `, ${percent(decided, planned)} decided` : ''}`;
}

document.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('a[data-run]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, '', link.getAttribute('href'));
  choose(link.getAttribute('data-run')).then(drawList);
});
window.addEventListener('popstate', refreshList);

// A hidden page holds no connection: browsers allow few to one address, over all tabs.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else {
    refreshList();
    if (state.run && isActive(state.run)) follow(state.run.name);
    if (state.run && !state.board?.final) refreshBoard();
  }
});

setInterval(() => { if (!document.hidden) refreshList(); }, listEvery);
refreshList();
