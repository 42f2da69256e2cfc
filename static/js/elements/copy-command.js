/**
 * <copy-command text="…"><button>Copy</button></copy-command>: puts exactly that text on the clipboard and says
 * "Copied" in #notice. Without `text` it is the content of the <code> inside.
 */

class CopyCommand extends HTMLElement {
  connectedCallback() {
    this.onclick = (event) => {
      if (event.target.closest("button")) this.copy();
    };
  }

  async copy() {
    const text = this.getAttribute("text") ?? this.querySelector("code")?.textContent ?? "";
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    const notice = document.querySelector("#notice");
    if (!notice) return;
    notice.textContent = isDone
      ? "Copied"
      : "The browser does not let this page copy; select the text instead.";
    if (isDone) setTimeout(() => notice.textContent === "Copied" && notice.replaceChildren(), 6000);
  }
}

customElements.define("copy-command", CopyCommand);
