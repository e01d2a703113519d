// Reading codes with the camera, where the browser can. Without this file the code is typed, or read by a hand scanner.
// The button says which field takes it, what a code looks like, and whether the camera goes on after one.
const button = document.getElementById("scan-button");
const field = document.getElementById(button?.dataset.field);
if (field?.getAttribute("aria-invalid")) field.select(); // the next scan takes the place of what was wrong

if (button && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  const form = document.getElementById("scan-form");
  const video = document.getElementById("scan-video");
  const status = document.getElementById("scan-status");
  const label = button.querySelector("span");
  const start = label.textContent;
  const CODE = new RegExp(button.dataset.code);
  const SAME_MS = 4000; // a code that is still before the camera is not another one
  let stream = null;
  let last = { code: "", at: 0 };

  const stop = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    video.hidden = true;
    label.textContent = start;
  };
  const look = async (detector) => {
    while (stream) {
      const found = await detector.detect(video).catch(() => []);
      const code = found.map((each) => each.rawValue.trim()).find((text) => CODE.test(text));
      const isSame = code === last.code && Date.now() - last.at < SAME_MS;
      if (code) last = { code, at: Date.now() };
      if (code && stream && !isSame) {
        if (!button.dataset.goesOn) stop();
        field.value = code;
        form.requestSubmit();
      }
      await new Promise((next) => setTimeout(next, 150));
    }
  };
  button.addEventListener("click", async () => {
    if (stream) { stop(); return; }
    status.textContent = "";
    try {
      const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = false;
      label.textContent = button.dataset.stop;
      await video.play();
      look(detector);
    } catch {
      stop();
      status.textContent = button.dataset.refused;
    }
  });
  addEventListener("pagehide", stop);
  window.BarcodeDetector.getSupportedFormats().then((formats) => { button.hidden = !formats.includes("qr_code"); });
}
