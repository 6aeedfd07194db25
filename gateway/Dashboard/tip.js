// One tooltip for the page: elements with data-tip show it on hover and on focus; Escape hides it.

const gap = 6;
const tip = /** @type {HTMLElement} */ (document.getElementById('tip'));

/** @param {Element} anchor */
function show(anchor) {
  tip.replaceChildren(...(anchor.getAttribute('data-tip') ?? '').split('\n').map(line => {
    const row = document.createElement('div');
    row.textContent = line;
    return row;
  }));
  if (!tip.matches(':popover-open')) tip.showPopover();
  const box = anchor.getBoundingClientRect();
  const above = box.top - tip.offsetHeight - gap;
  tip.style.top = `${above >= 0 ? above : box.bottom + gap}px`;
  tip.style.left = `${Math.max(gap, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - gap))}px`;
}

const hide = () => {
  if (tip.matches(':popover-open')) tip.hidePopover();
};

/** @param {Event} event */
const anchorOf = event => event.target instanceof Element ? event.target.closest('[data-tip]') : null;

for (const type of ['mouseover', 'focusin']) {
  document.addEventListener(type, event => {
    const anchor = anchorOf(event);
    if (anchor) show(anchor);
    else if (type === 'mouseover') hide();
  });
}
document.addEventListener('focusout', hide);
document.addEventListener('scroll', hide, true);
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') hide();
});
