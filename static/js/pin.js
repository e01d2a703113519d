// A pin to drag, or to move with the arrow keys. The numbers and buttons below it do the same without this file.
const box = document.getElementById("pin-map");
const data = box?.dataset;
const STEP_M = 25;
const M_PER_DEGREE = 111195.08;

if (box && window.L) {
  const L = window.L;
  const latitude = document.getElementById("latitude");
  const longitude = document.getElementById("longitude");
  const words = document.getElementById("pin-words");
  const middle = L.latLng(Number(data.middleLatitude), Number(data.middleLongitude));
  const start = L.latLng(Number(data.latitude), Number(data.longitude));
  const directions = data.directions.split("|");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  box.hidden = false;
  document.getElementById("pin-help").hidden = false;
  const map = L.map(box, {
    zoomControl: false, scrollWheelZoom: false, dragging: !L.Browser.mobile, keyboard: false,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.label);
  box.removeAttribute("tabindex");
  map.fitBounds(L.latLngBounds([middle, start]).pad(0.5), { maxZoom: 16, animate: false });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 19 }).addTo(map);
  L.circleMarker(middle, { radius: 7, className: "pin-middle", interactive: false }).addTo(map)
    .bindTooltip(data.middle, { permanent: true, direction: "bottom", offset: [0, 8], className: "pin-label" });

  const pin = L.marker(start, { draggable: true, autoPan: true, icon: L.divIcon({ className: "pin-mark", iconSize: [36, 36], iconAnchor: [18, 36] }) }).addTo(map);
  const mark = pin.getElement();
  mark.setAttribute("aria-label", data.pin);

  const inWords = (at) => {
    const metres = map.distance(at, middle);
    if (metres < 3) return data.inTheMiddle;
    const east = (at.lng - middle.lng) * Math.cos((middle.lat * Math.PI) / 180);
    const direction = directions[(Math.round(Math.atan2(east, at.lat - middle.lat) / (Math.PI / 4)) + 8) % 8];
    const distance = metres < 1000
      ? `${Math.max(5, Math.round(metres / 5) * 5)} ${data.metres}`
      : `${(metres / 1000).toFixed(1).replace(".", ",")} ${data.kilometres}`;
    return `${distance} ${direction} ${data.from}`;
  };
  const show = () => {
    const at = pin.getLatLng();
    latitude.value = at.lat.toFixed(5).replace(".", ",");
    longitude.value = at.lng.toFixed(5).replace(".", ",");
    words.textContent = inWords(at);
  };
  const place = (at) => { pin.setLatLng(at); map.panInside(at, { padding: [48, 48], animate: !still }); show(); };
  const shift = (north, east) => {
    const at = pin.getLatLng();
    const perDegree = M_PER_DEGREE * Math.cos((at.lat * Math.PI) / 180);
    place(L.latLng(at.lat + (north * STEP_M) / M_PER_DEGREE, at.lng + (east * STEP_M) / perDegree));
  };
  const WAYS = { noord: [1, 0], oost: [0, 1], zuid: [-1, 0], west: [0, -1] };
  const KEYS = { ArrowUp: "noord", ArrowRight: "oost", ArrowDown: "zuid", ArrowLeft: "west" };

  pin.on("dragend", show);
  mark.addEventListener("keydown", (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    shift(...WAYS[KEYS[event.key]]);
  });
  for (const button of document.querySelectorAll("#pin-form [name=move], #pin-form [name=middle]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (button.name === "middle") place(middle); else shift(...WAYS[button.value]);
    });
  }
  const type = () => {
    const at = [latitude, longitude].map((field) => Number(field.value.replace(",", ".")));
    if (at.every((number) => Number.isFinite(number) && number !== 0)) { pin.setLatLng(at); map.panInside(at); words.textContent = inWords(L.latLng(at)); }
  };
  for (const field of [latitude, longitude]) field.addEventListener("change", type);
}
