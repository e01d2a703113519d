// Reading the code on a label with the camera, where the browser can. Without this file the code is typed, or read by a hand scanner.
const field = document.getElementById("code");
if (field?.getAttribute("aria-invalid")) field.select(); // the next scan takes the place of what was wrong

const button = document.getElementById("scan-button");

if (button && "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
  const form = document.getElementById("scan-form");
  const video = document.getElementById("scan-video");
  const status = document.getElementById("scan-status");
  const label = button.querySelector("span");
  const start = label.textContent;
  const CODE = /^\d{1,9}-[A-Z](\/\d{1,6})?$/;
  let stream = null;

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
      if (code && stream) {
        stop();
        field.value = code;
        form.requestSubmit();
        return;
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
