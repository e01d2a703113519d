// Copying needs a secure page and a script; the button shows itself only where it works. app.js does the copying.
if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
