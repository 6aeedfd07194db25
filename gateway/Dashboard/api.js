// The gateway's JSON and event streams. Shapes are those of the protos in JSON.

const patience = 20_000;
const reopenAfter = 5_000;

/** What went wrong, as the gateway's application/problem+json says it. */
export class ApiError extends Error {
  /** @param {{ title?: string, detail?: string, code?: string, status?: number }} problem */
  constructor(problem) {
    super(problem.detail || problem.title || 'Something went wrong.');
    this.code = problem.code ?? '';
    this.status = problem.status ?? 0;
  }
}

/** @param {string} path */
async function get(path) {
  let response;
  try {
    response = await fetch(path, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(patience) });
  } catch {
    throw new ApiError({ detail: 'The gateway does not answer. See that it runs and that this machine reaches it; this page keeps trying.' });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError({ status: response.status, title: `The gateway answered with status ${response.status}.`, ...body });
  return body;
}

export const listRuns = async () => (await get('/v1/runs?pageSize=50')).runs ?? [];

/** @param {string} name "runs/{id}" */
export const getRun = async name => (await get(`/v1/${name}`)).run;

/** @param {string} name "runs/{id}" */
export const getLeaderboard = async name => (await get(`/v1/${name}/leaderboard`)).leaderboard;

/** @param {string} name "runs/{id}" */
export const listCertificates = async name => (await get(`/v1/${name}/certificates`)).certificates ?? [];

export const listMetrics = async () => (await get('/v1/metrics')).metrics ?? [];

/**
 * Follows a run until it ends or close() is called; opens the stream again when it breaks.
 * @param {string} name "runs/{id}"
 * @param {{ onRun: (run: any) => void, onEnd: () => void }} handlers
 */
export function watchRun(name, { onRun, onEnd }) {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {number | undefined} */
  let reopening;
  const close = () => {
    clearTimeout(reopening);
    source?.close();
  };
  const open = () => {
    source = new EventSource(`/v1/${name}/events`);
    source.addEventListener('run', event => onRun(JSON.parse(event.data).run));
    source.addEventListener('end', () => {
      close();
      onEnd();
    });
    // After a refused connection the browser gives up; after a broken one it comes back by itself.
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) reopening = setTimeout(open, reopenAfter);
    });
  };
  open();
  return { close };
}
