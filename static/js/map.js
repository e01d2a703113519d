// The map of the agenda. The server says what stands where; the list beside it has everything, with or without this.
const box = document.getElementById("map");

const SETTLED_MS = 150;
const TILE_PX = 256;
const SMALLEST_BOX = 0.00002;
const MOST_FANNED = 12;
const FAN_PX = 46;
const COUNTRY = [[50.2, 2.2], [54.1, 8.2]];

const byId = (id) => document.getElementById(id);
const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

/** What stands on a piece of the map. */
async function ask(address, south, west, north, east, zoom, signal) {
  const url = new URL(address, location.href);
  const values = { zoom, south: south.toFixed(5), west: west.toFixed(5), north: north.toFixed(5), east: east.toFixed(5) };
  for (const [key, value] of Object.entries(values)) url.searchParams.set(key, value);
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/** The empty map: a background, the circle, and what the map shows first. */
function draw(L, data, still) {
  const map = L.map(box, {
    zoomControl: false, scrollWheelZoom: false, dragging: !L.Browser.mobile, tapHold: false,
    minZoom: 6, maxZoom: Number(data.closest), zoomSnap: data.tiles ? 1 : 0.25, maxBounds: COUNTRY, maxBoundsViscosity: 0.8,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.label);
  map.attributionControl.setPrefix(false).addAttribution(data.source);
  if (data.tiles) {
    L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: Number(data.closest) }).addTo(map);
  }
  steer(map, still);
  if (data.radiusKm) {
    L.circle([Number(data.latitude), Number(data.longitude)], {
      radius: Number(data.radiusKm) * 1000, className: "map-circle", interactive: false,
    }).addTo(map);
  }
  map.fitBounds([[Number(data.south), Number(data.west)], [Number(data.north), Number(data.east)]], { maxZoom: 14, animate: false });
  return map;
}

/** Six buttons that do what dragging and pinching do (WCAG 2.2 SC 2.5.7). */
function steer(map, still) {
  const WAYS = { north: [0, -1], west: [-1, 0], east: [1, 0], south: [0, 1] };
  for (const button of document.querySelectorAll("#map-bar [data-way]")) {
    const [x, y] = WAYS[button.dataset.way];
    button.addEventListener("click", () => {
      const size = map.getSize();
      map.panBy([(x * size.x) / 3, (y * size.y) / 3], { animate: !still });
    });
  }
  for (const button of document.querySelectorAll("#map-bar [data-closer]")) {
    button.addEventListener("click", () => map.setZoom(map.getZoom() + Number(button.dataset.closer), { animate: !still }));
  }
}

async function outlines(L, map, data) {
  const answer = await fetch(data.outlines);
  const hasBackground = Boolean(data.tiles);
  L.geoJSON(await answer.json(), {
    interactive: false,
    style: { className: hasBackground ? "map-border" : "map-province" },
  }).addTo(map).bringToBack();
}

function start(L) {
  const data = box.dataset;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const status = byId("map-status");
  const again = byId("map-again");
  const panel = byId("map-place");
  byId("kaart").hidden = false;
  const map = draw(L, data, still);

  const shown = new Map(); // by place and number: the mark, its layer, its button
  let asking = null;
  let settling = 0;
  let goTo = null; // where the keyboard goes on when a closer look is there
  let opened = null;
  const fan = L.layerGroup().addTo(map);

  const say = (words, hasFailed = false) => { status.textContent = words; again.hidden = !hasFailed; };
  const keyOf = (mark) => `${mark.at}:${mark.number}:${"place" in mark}`;

  /** The view in whole tiles and one around it: others who look here ask the same, and edges stay out of sight. */
  const piece = () => {
    const zoom = Math.floor(map.getZoom());
    const view = map.getBounds();
    const inTiles = (at) => map.project(at, zoom).divideBy(TILE_PX);
    const northWest = map.unproject(inTiles(view.getNorthWest()).floor().subtract([1, 1]).multiplyBy(TILE_PX), zoom);
    const southEast = map.unproject(inTiles(view.getSouthEast()).ceil().add([1, 1]).multiplyBy(TILE_PX), zoom);
    return [southEast.lat, northWest.lng, northWest.lat, southEast.lng, zoom];
  };

  const refresh = async () => {
    asking?.abort();
    asking = new AbortController();
    say(data.loading);
    try {
      const answer = await ask(data.points, ...piece(), asking.signal);
      put(answer.marks);
      say(answer.summary);
    } catch (problem) {
      if (problem.name !== "AbortError") say(data.failed, true);
    }
  };

  /** Marks that stay keep their button, and with it the focus. */
  const put = (marks) => {
    const wanted = new Map(marks.map((mark) => [keyOf(mark), mark]));
    for (const [key, one] of shown) {
      if (wanted.has(key)) continue;
      one.layer.remove();
      shown.delete(key);
    }
    let before = null;
    for (const [key, mark] of wanted) {
      if (!shown.has(key)) shown.set(key, placed(mark));
      const element = shown.get(key).layer.getElement();
      if (before) before.after(element); else element.parentNode.prepend(element); // the Tab key goes as one reads
      before = element;
    }
    if (goTo) {
      const nearest = [...shown.values()].sort((a, b) => map.distance(a.mark.at, goTo) - map.distance(b.mark.at, goTo))[0];
      goTo = null;
      nearest?.button.focus({ preventScroll: true });
    }
  };

  const placed = (mark) => {
    const isPlace = "place" in mark;
    const size = isPlace ? "place" : mark.number < 10 ? "small" : mark.number < 100 ? "middle" : "large";
    const button = make("button", `map-mark ${size}`);
    button.type = "button";
    button.setAttribute("aria-label", mark.label);
    button.textContent = mark.number;
    const icon = L.divIcon({ html: button, className: "map-spot", iconSize: [0, 0] });
    const layer = L.marker(mark.at, { icon, interactive: false, keyboard: false }).addTo(map);
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", (event) => (isPlace ? open(mark) : closer(mark, event.detail === 0)));
    button.addEventListener("focus", () => { if (button.matches(":focus-visible")) map.panInside(mark.at, { padding: [60, 60], animate: false }); });
    return { mark, layer, button };
  };

  const closer = (mark, isByKeyboard) => {
    const bounds = L.latLngBounds(mark.box);
    const zoom = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds, false, L.point(60, 60))));
    goTo = isByKeyboard ? bounds.getCenter() : null;
    map.setView(bounds.getCenter(), zoom, { animate: !still });
  };

  const open = async (mark) => {
    close();
    opened = mark;
    try {
      const told = mark.activities ? mark : await whole(mark);
      if (opened !== mark) return;
      tell(told);
    } catch {
      opened = null;
      say(data.failed, true);
    }
  };

  /** A place whose activities were too many to tell along with the rest. */
  const whole = async (mark) => {
    const [[south, west], [north, east]] = mark.box;
    const edge = SMALLEST_BOX;
    const answer = await ask(data.points, south - edge, west - edge, north + edge, east + edge, map.getMaxZoom());
    return answer.marks[0];
  };

  const tell = (mark) => {
    byId("map-place-title").textContent = mark.place;
    byId("map-activities").replaceChildren(...mark.activities.map((each) => {
      const item = make("li", "");
      const link = make("a", "", each.title);
      link.href = each.url;
      const moments = make("ul", "");
      for (const moment of each.moments) {
        const line = make("li", "", moment.when);
        if (moment.note) line.append(" · ", make("strong", "", moment.note));
        moments.append(line);
      }
      item.append(link, moments);
      return item;
    }));
    byId("map-more").hidden = !mark.more;
    panel.hidden = false;
    spread(mark);
    map.panInside(mark.at, {
      paddingTopLeft: [60, 60], animate: !still,
      paddingBottomRight: getComputedStyle(panel).position === "absolute" ? [panel.offsetWidth + 60, 60] : [60, 60],
    });
    byId("map-place-title").focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  };

  /** What stands at one point fans out, with the numbers of the list; the list is there for keyboard and ear. */
  const spread = ({ at, activities }) => {
    const count = activities.length;
    if (count < 2 || count > MOST_FANNED) return;
    const middle = map.project(at);
    const reach = Math.max(66, (count * FAN_PX * 1.1) / (2 * Math.PI));
    activities.forEach((each, number) => {
      const turn = (2 * Math.PI * number) / count - Math.PI / 2;
      const spot = map.unproject(middle.add([reach * Math.cos(turn), reach * Math.sin(turn)]));
      L.polyline([at, spot], { className: "map-leg", interactive: false }).addTo(fan);
      const link = make("a", "map-mark fanned", String(number + 1));
      link.href = each.url;
      link.title = each.title;
      link.tabIndex = -1;
      link.setAttribute("aria-hidden", "true");
      L.DomEvent.disableClickPropagation(link);
      const icon = L.divIcon({ html: link, className: "map-spot", iconSize: [0, 0] });
      L.marker(spot, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 }).addTo(fan);
    });
  };

  /** Back to the map; with the keyboard, to where one came from. */
  const close = ({ comesBack = false } = {}) => {
    const mark = opened;
    opened = null;
    panel.hidden = true;
    fan.clearLayers();
    if (comesBack && mark) (shown.get(keyOf(mark))?.button ?? box).focus();
  };

  map.on("zoomstart", () => close());
  map.on("moveend", () => { clearTimeout(settling); settling = setTimeout(refresh, SETTLED_MS); });
  map.on("click", () => close());
  byId("map-close").addEventListener("click", () => close({ comesBack: true }));
  byId("map-view").addEventListener("keydown", (event) => { if (event.key === "Escape" && opened) close({ comesBack: true }); });
  again.addEventListener("click", refresh);

  outlines(L, map, data).catch(() => {}); // only what is drawn below the marks
  refresh();
}

if (box && window.L) start(window.L);
else if (box) {
  byId("kaart").hidden = false;
  byId("map-view").hidden = true;
  byId("map-status").textContent = box.dataset.failed;
}
