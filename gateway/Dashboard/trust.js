// How far a jury can be trusted: the mark of a column, and the certificate behind it.

import { el } from './dom.js';
import { count, interval, isNumber, plural, toCount } from './format.js';

const points = { rangeMin: 0, rangeMax: 5 };

/** A small mark under the name of a column that a jury rates; nothing elsewhere. @param {any} column @param {any[]} rows */
export function trustMark(column, rows) {
  const trust = column.trust;
  if (!trust) return null;
  const facts = trust.certified ? certified(trust) : [`Uncertified: nobody has shown how far to trust these jury scores`, `missing: ${trust.missing || 'a certificate'}`, ...figures(trust)];
  facts.push(...anchored(column, rows));
  return el('button', {
    type: 'button',
    class: trust.certified ? 'tag trust certified' : 'tag trust uncertified',
    'data-tip': facts.join('\n'),
    'data-key': `trust ${column.benchmark}`,
    'aria-label': facts.join('; '),
  }, el('span', { 'aria-hidden': 'true' }, trust.certified ? '✓ ' : '? '), trust.certified ? 'certified' : 'uncertified');
}

/** @param {any} trust */
const certified = trust => [
  'Certified: the jury’s agreement with clinicians was measured',
  ...figures(trust),
];

/** @param {any} trust */
const figures = trust => [
  estimate('agreement with clinicians, ICC(3,k)', trust.icc),
  toCount(trust.labelled) > 0 && `on ${plural(toCount(trust.labelled), 'labelled answer')}`,
  estimate('clinicians among themselves, ICC(1,1)', trust.ceiling),
  estimate('agreement among jurors, alpha', trust.alpha),
  estimate('effective votes', trust.effectiveVotes),
  ...(trust.biases ?? []).map((/** @type {string} */ bias) => `bias: ${bias}`),
  trust.drifted?.length > 0 && `drift not closed: ${trust.drifted.join(', ')}`,
].filter(Boolean);

/** @param {any} column @param {any[]} rows */
const anchored = (column, rows) => rows
  .map(row => ({ row, cell: row.cells.find((/** @type {any} */ cell) => cell.benchmark === column.benchmark) }))
  .filter(({ cell }) => isNumber(cell?.anchored?.value))
  .map(({ row, cell }) => estimate(`${row.displayName || row.model}: clinicians would give`, cell.anchored, column));

/** "alpha 0.31 (0.20 to 0.42)"; empty without a value. @param {string} name @param {any} value @param {{ rangeMin: number, rangeMax: number }} [range] */
const estimate = (name, value, range = { rangeMin: 0, rangeMax: 1 }) => isNumber(value?.value) &&
  `${name} ${value.value.toFixed(2)}${interval(value, range) && ` (${interval(value, range)})`}`;

/** The certificate of a column, with every juror, for whoever opens it. @param {any} certificate @param {any} column */
export function certificateDetails(certificate, column) {
  const measures = certificate.measures ?? {};
  const measured = new Map((measures.jurors ?? []).map((/** @type {any} */ juror) => [juror.juror, juror]));
  return el('details', { class: 'certificate', 'data-key': `certificate ${column.benchmark}` },
    el('summary', {}, `${certificate.certified ? '✓ certified' : '? uncertified'}: ${column.displayName || column.benchmark}`),
    el('ul', {}, ...[
      ...(certificate.missing ?? []).map((/** @type {string} */ text) => `missing: ${text}`),
      ...figures(column.trust ?? {}),
    ].map(fact => el('li', {}, fact))),
    (certificate.jurors ?? []).length > 0 && el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Jurors' }, el('table', { class: 'cells' },
      el('thead', {}, el('tr', {}, ...['Juror', 'Model', 'Verdicts', 'Abstained', 'Severity', 'Own model', 'Own vendor', 'Twice as long', 'Drift'].map(text => el('th', { scope: 'col' }, text)))),
      el('tbody', {}, ...certificate.jurors.map((/** @type {any} */ juror) => jurorRow(juror, measured.get(juror.juror?.name)))))));
}

/** @param {any} juror @param {any} measured */
const jurorRow = (juror, measured) => el('tr', {},
  el('th', { scope: 'row' }, juror.juror?.name ?? ''),
  el('td', {}, juror.snapshots?.length > 0 ? juror.snapshots.join(', ') : juror.juror?.model || juror.juror?.deployment || ''),
  el('td', {}, count(juror.verdicts)),
  el('td', {}, count(juror.abstentions)),
  ...['severity', 'selfPreference', 'sameVendor', 'length'].map(name => el('td', {}, effect(measured?.[name]))),
  el('td', {}, !juror.drift ? 'not watched' : juror.drift.drifted ? '▲ drifted' : 'none found'));

/** @param {any} bias */
const effect = bias => isNumber(bias?.effect?.value)
  ? `${bias.detected ? '▲ ' : ''}${bias.effect.value.toFixed(2)}${interval(bias.effect, points) && ` (${interval(bias.effect, points)})`}`
  : '–';
