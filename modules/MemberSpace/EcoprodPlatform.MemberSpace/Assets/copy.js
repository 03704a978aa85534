// Buttons that copy what stands beside them. Without this script the text is there to be selected, and no button is shown.
const status = document.getElementById("copied");

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.innerText.trim());
      status.textContent = "";
      button.textContent = status.textContent = button.dataset.done;
    } catch {
      // Not allowed here: the text is selected, so that the keyboard copies it.
      getSelection().selectAllChildren(source);
    }
  });
}
