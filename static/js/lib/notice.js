/** Says one sentence in #notice, where a screen reader hears it too; it leaves after 6 s. */

const STAYS = 6000;

/** @param {string} sentence @param {{isError?: boolean}} [how] an error stays until something else is said */
export function say(sentence, { isError = false } = {}) {
  const notice = document.querySelector("#notice");
  if (!notice) return;
  const said = document.createElement("p");
  said.textContent = sentence;
  if (isError) said.dataset.error = "";
  notice.replaceChildren(said);
  if (!isError) setTimeout(() => said.remove(), STAYS);
}

/** Takes an error back that does not hold any more. */
export function unsay() {
  document.querySelector("#notice > [data-error]")?.remove();
}
