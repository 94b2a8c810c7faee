// Brings up a question as soon as an answer on the same page asks for it, and takes it away again.
// Without this the page is simply shown once more with the question on it.
(() => {
  const answers = (form, name) => new FormData(form).getAll(name);

  const arrange = (form) => {
    for (const waiting of form.querySelectorAll("template[data-after]")) {
      const wanted = waiting.dataset.shownFor.split(" ");
      const isWanted = answers(form, waiting.dataset.after).some((value) => wanted.includes(value));
      if (isWanted && !waiting.placed) {
        const question = waiting.content.firstElementChild.cloneNode(true);
        const before = form.querySelector(`#id_${waiting.dataset.after}-question`);
        (before || waiting).after(question);
        waiting.placed = question;
      } else if (!isWanted && waiting.placed) {
        waiting.placed.remove();
        waiting.placed = null;
      }
    }
  };

  for (const form of document.querySelectorAll("form")) {
    if (form.querySelector("template[data-after]")) {
      form.addEventListener("change", () => arrange(form));
      arrange(form);
    }
  }
})();
