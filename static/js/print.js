// How far a PDF is, without asking for the page again; at its end the page shows its button. It is told aloud when
// the words change in kind or another quarter is ready, not with every box.
const LOOK_EVERY_MS = 1000;
const part = document.querySelector("[data-print]");
const status = document.querySelector("[data-print-words]");
let told = "";

function tell(answer) {
  const quarter = `${answer.words.replace(/\d+/g, "")} ${Math.floor((4 * answer.done) / answer.total)}`;
  if (quarter !== told) status.textContent = answer.words;
  told = quarter;
}

function show(answer) {
  part.querySelector("[data-print-shown]").textContent = answer.words;
  part.querySelector("[data-print-meter]").value = answer.done;
}

async function showEnd() {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  part.replaceChildren(...page.querySelector("[data-print]").childNodes);
  status.textContent = part.querySelector(".notice").textContent.trim();
}

async function look() {
  try {
    const answer = await fetch(part.dataset.print);
    if (!answer.ok) throw new Error(answer.status);
    const values = await answer.json();
    if (values.is_ended) return await showEnd();
    tell(values);
    show(values);
  } catch {
    // Somebody was signed out, or the network is away: the link says it better.
  }
  setTimeout(look, LOOK_EVERY_MS);
}

if (part?.dataset.print) setTimeout(look, LOOK_EVERY_MS);
