// Builds elements. Text always goes in as text, never as markup.

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] null, undefined and false leave an attribute out
 * @param {...(Node | string | null | undefined | false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child || child === '') element.append(/** @type {Node | string} */ (child));
  return element;
}

/** Text for screen readers only. @param {string} text */
export const unseen = text => el('span', { class: 'unseen' }, text);

/**
 * Makes a container hold this content, changing only what differs: focus, a click under way, open details and scrolled
 * regions stay as they are while numbers move.
 * @param {Element} container
 * @param {...Node} content
 */
export function refill(container, ...content) {
  const old = [...container.childNodes];
  content.forEach((node, i) => old[i] ? morph(old[i], node) : container.append(node));
  for (const surplus of old.slice(content.length)) surplus.remove();
}

/** @param {ChildNode} from @param {Node} to */
function morph(from, to) {
  if (from instanceof HTMLElement && to instanceof HTMLElement && from.tagName === to.tagName && from.dataset.key === to.dataset.key) {
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== 'open') from.removeAttribute(name);
    for (const { name, value } of to.attributes) {
      // The page's policy forbids style attributes as text, not styles set one by one.
      if (name === 'style') from.style.cssText = to.style.cssText;
      else if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
    refill(from, ...to.childNodes);
  } else if (from instanceof Text && to instanceof Text) {
    if (from.data !== to.data) from.data = to.data;
  } else {
    from.replaceWith(to);
  }
}
