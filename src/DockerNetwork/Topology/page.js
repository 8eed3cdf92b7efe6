'use strict';

const byId = id => document.getElementById(id);
const data = JSON.parse(byId('data').textContent);
const stage = byId('stage');
const nodes = new Map(data.nodes.map(node => [node.id, node]));
const pairs = data.edges.filter(edge => edge.kind === 'Reachability');
const states = [['Reachable', 'reachable'], ['Partly', 'only by address, or only some ports'], ['Unreachable', 'not reachable'], ['Unknown', 'unknown']];
const darkPicture = byId('picture').textContent;
let svg, whole, view, pointed, chosen = null, network = null;

const make = (tag, text = '', properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);
const element = id => byId(id) ?? byId('a_' + id);
const plural = (count, noun) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

// Dark or light: what the system says, until somebody says otherwise.
const system = matchMedia('(prefers-color-scheme: dark)');
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = theme === 'dark' ? 'Light' : 'Dark';
}
setTheme(system.matches ? 'dark' : 'light');
system.addEventListener('change', () => setTheme(system.matches ? 'dark' : 'light'));
byId('theme').onclick = () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');

// Pan and zoom: the part of the picture that the stage shows.
function look(box) {
  view = box;
  svg.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
}
function zoom(factor, x = view.x + view.width / 2, y = view.y + view.height / 2) {
  const width = Math.min(whole.width * 4, Math.max(whole.width / 60, view.width / factor));
  const scale = width / view.width;
  look({ x: x - (x - view.x) * scale, y: y - (y - view.y) * scale, width, height: view.height * scale });
}
function at(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
}
function goTo(id) {
  const box = element(id).getBoundingClientRect();
  const [x, y] = at({ clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 });
  const width = Math.min(view.width, 620), height = width * view.height / view.width;
  look({ x: x - width / 2, y: y - height / 2, width, height });
}
byId('in').onclick = () => zoom(1.4);
byId('out').onclick = () => zoom(1 / 1.4);
byId('fit').onclick = () => look(whole);

let drag = null;
function startDragging(event) {
  if (event.button === 0)
    drag = { from: at(event), x: event.clientX, y: event.clientY, moved: false, node: event.target.closest('[data-node]')?.dataset.node };
}
function move(event) {
  if (!drag)
    return;
  if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4)
    return;
  if (!drag.moved)
    stage.setPointerCapture(event.pointerId);
  drag.moved = true;
  stage.classList.add('dragging');
  hideTip();
  const [x, y] = at(event);
  look({ ...view, x: view.x + drag.from[0] - x, y: view.y + drag.from[1] - y });
}
function stopDragging() {
  if (drag && !drag.moved)
    choose(drag.node ?? null);
  drag = null;
  stage.classList.remove('dragging');
}

// What is lit: what is searched, else what is pointed at or chosen, else the network of the legend.
function around(id) {
  const lit = new Set([id]);
  for (const edge of data.edges) {
    if (edge.source === id) lit.add(edge.target);
    if (edge.target === id) lit.add(edge.source);
  }
  return lit;
}
function light(lit, isLit = edge => lit.has(edge.source) && lit.has(edge.target)) {
  svg.classList.toggle('focusing', lit !== null);
  for (const old of svg.querySelectorAll('.lit'))
    old.classList.remove('lit');
  if (lit === null)
    return;
  for (const id of lit)
    element(id)?.classList.add('lit');
  data.edges.forEach((edge, index) => isLit(edge) && byId('e' + index)?.classList.add('lit'));
}
function focus(under = null) {
  const hits = find();
  const id = under ?? chosen ?? network;
  if (hits)
    light(new Set(hits), () => false);
  else if (id !== null)
    light(around(id), edge => edge.source === id || edge.target === id);
  else
    light(null);
  markPairs(chosen ?? (under !== null && nodes.get(under).kind === 'Container' ? under : null));
}
function markPairs(from) {
  for (const state of states)
    for (const old of svg.querySelectorAll('.is-' + state[0].toLowerCase()))
      old.classList.remove('is-' + state[0].toLowerCase());
  for (const pair of pairs)
    if (pair.source === from && nodes.get(pair.target).kind === 'Container') element(pair.target)?.classList.add('is-' + pair.state.toLowerCase(), 'lit');
}

// Search.
const search = byId('search');
const textOf = node => [node.name, node.text, ...Object.values(node.detail ?? {})].join('\n').toLowerCase();
let next = 0;
function find() {
  const wanted = search.value.trim().toLowerCase();
  return wanted ? data.nodes.filter(node => node.searched.includes(wanted)).map(node => node.id) : null;
}
search.oninput = () => {
  next = 0;
  const hits = find();
  for (const old of svg.querySelectorAll('.hit'))
    old.classList.remove('hit');
  for (const id of hits ?? [])
    element(id)?.classList.add('hit');
  byId('found').textContent = hits ? plural(hits.length, 'match').replace('matchs', 'matches') : '';
  focus();
};
search.onkeydown = event => {
  const hits = event.key === 'Enter' ? find() : null;
  if (hits?.length)
    goTo(hits[next++ % hits.length]);
};

// Details.
function list(detail) {
  const dl = make('dl');
  for (const [name, value] of Object.entries(detail ?? {}))
    dl.append(make('dt', name), make('dd', value));
  return dl;
}
function describe(node) {
  const title = make('h2', node.name, { className: 'name' });
  return [title, list({ ...(node.text && node.kind !== 'Container' ? { [({ Network: 'subnet', Loss: 'lost' })[node.kind] ?? 'at']: node.text } : {}), ...node.detail })];
}
function hideTip() { byId('tip').hidden = true; }
function showTip(event, content) {
  const tip = byId('tip');
  tip.replaceChildren(...content);
  tip.hidden = false;
  const x = event.clientX + 16, y = event.clientY + 16;
  tip.style.left = Math.min(x, innerWidth - tip.offsetWidth - 8) + 'px';
  tip.style.top = (y + tip.offsetHeight > innerHeight ? Math.max(8, event.clientY - tip.offsetHeight - 10) : y) + 'px';
}
function hover(event) {
  if (drag?.moved)
    return;
  const id = event.target.closest?.('[data-node]')?.dataset.node;
  const line = event.target.closest?.('[data-edge]')?.dataset.edge;
  if (id !== pointed) {
    pointed = id;
    focus(id);
  }
  if (id !== undefined && id === chosen) {
    hideTip();
  } else if (id !== undefined) {
    showTip(event, describe(nodes.get(id)));
  } else if (line !== undefined) {
    showTip(event, describeLine(data.edges[line]));
  } else {
    hideTip();
  }
}
function describeLine(edge) {
  const lines = [edge, ...(edge.kind === 'Reachability' ? pairs.filter(back => back.source === edge.target && back.target === edge.source) : [])];
  return lines.flatMap(one => [
    make('h2', `${nodes.get(one.source).name} → ${nodes.get(one.target).name}`, { className: 'name' }),
    list({ ...(one.text ? { [one.kind === 'Reachability' ? 'tested' : one.kind.toLowerCase()]: one.text } : {}), ...one.detail }),
  ]);
}
function choose(id) {
  for (const old of svg.querySelectorAll('.chosen'))
    old.classList.remove('chosen');
  chosen = id;
  hideTip();
  const detail = byId('detail');
  detail.hidden = id === null;
  if (id !== null) {
    element(id)?.classList.add('chosen');
    const close = make('button', '×', { className: 'close', ariaLabel: 'Close', onclick: () => choose(null) });
    detail.replaceChildren(close, ...describe(nodes.get(id)), ...tested(id));
  }
  focus();
}
function tested(id) {
  const content = [];
  for (const [state, words] of states) {
    const found = pairs.filter(pair => pair.source === id && pair.state === state);
    if (!found.length)
      continue;
    const ul = make('ul');
    for (const pair of found) {
      const li = make('li', '', { className: state.toLowerCase() });
      li.append(make('b', nodes.get(pair.target).name), ' ' + (pair.text === words ? '' : pair.text));
      for (const [probe, outcome] of Object.entries(pair.detail ?? {}))
        li.append(make('small', `${probe}: ${outcome}`));
      ul.append(li);
    }
    content.push(make('h3', `${words} (${found.length})`), ul);
  }
  return content;
}

// Legend: networks to filter by, and what the lines of a test mean.
function legend() {
  const box = byId('legend');
  let engine = null;
  if (!data.dockerHosts)
    box.append(make('h2', 'Networks'));
  for (const node of data.nodes.filter(node => node.kind === 'Network')) {
    if (data.dockerHosts && node.dockerHost !== engine) {
      engine = node.dockerHost;
      box.append(make('h2', engine ?? 'Shared by several engines'));
    }
    const button = make('button', '', { ariaPressed: 'false', title: node.text });
    const chip = make('i');
    chip.style.background = node.color;
    button.append(chip, make('span', node.name), make('small', node.detail.containers));
    button.onclick = () => {
      network = network === node.id ? null : node.id;
      for (const other of box.querySelectorAll('button'))
        other.ariaPressed = String(other === button && network !== null);
      chosen = null;
      choose(null);
    };
    box.append(button);
  }
  const traced = data.edges.some(edge => edge.kind === 'Trace');
  if (traced) {
    const line = make('p');
    line.append(make('hr', '', { className: 'trace' }), 'path of traced packets');
    box.append(make('h2', 'Traced'), line);
    if (data.nodes.some(node => node.kind === 'Loss'))
      box.append(make('p', '✗ lost: point at it to read why', { className: 'unreachable' }));
  }
  if (!pairs.length)
    return;
  box.append(make('h2', 'Tested'));
  for (const [state, words] of states) {
    const count = pairs.filter(pair => pair.state === state).length;
    if (!count)
      continue;
    const line = make('p');
    line.append(make('hr', '', { className: state.toLowerCase() }), `${words} (${count.toLocaleString('en')})`);
    box.append(line);
  }
  box.append(make('p', 'Point at a container to see which containers it reaches; click to keep it and read why.', { className: 'note' }));
}

// The file has both themes in it, as that of Export-DockerNetworkTopology.
byId('save').onclick = () => {
  const copy = svg.cloneNode(true);
  copy.setAttribute('viewBox', `${whole.x} ${whole.y} ${whole.width} ${whole.height}`);
  copy.setAttribute('width', whole.width);
  copy.setAttribute('height', whole.height);
  copy.classList.remove('focusing');
  for (const marked of copy.querySelectorAll('.hit, .chosen, .lit'))
    marked.classList.remove('hit', 'chosen', 'lit');
  const style = document.createElementNS(svg.namespaceURI, 'style');
  style.textContent = `@media (prefers-color-scheme: dark) {\n${darkPicture}}`;
  copy.prepend(style);
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  make('a', '', { href: url, download: 'topology.svg' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
};

addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    search.value = '';
    search.oninput();
    choose(null);
  }
  if (event.target !== search && !event.ctrlKey && !event.metaKey)
    ({ '+': () => zoom(1.4), '-': () => zoom(1 / 1.4), 0: () => look(whole), '/': () => { search.focus(); event.preventDefault(); } })[event.key]?.();
});

// Graphviz guesses how wide a text is from a font that may not be here: each is put in the middle of its shape, and made to fit.
function fitTexts() {
  for (const text of svg.querySelectorAll('.node text')) {
    const shape = text.parentElement.querySelector(':scope > :is(path, polygon, ellipse)')?.getBBox();
    if (!shape)
      continue;
    const room = shape.width - 6;
    text.setAttribute('text-anchor', 'middle');
    text.setAttribute('x', shape.x + shape.width / 2);
    if (text.getComputedTextLength() > room) {
      text.setAttribute('textLength', room);
      text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
    }
  }
  const paper = svg.querySelector('.graph > polygon').getBBox();
  const lines = Map.groupBy?.(svg.querySelectorAll('.graph > text'), text => text.getAttribute('y')) ?? new Map();
  for (const line of lines.values()) {
    const scale = Math.min(1, paper.width * 0.94 / line.reduce((sum, text) => sum + text.getComputedTextLength(), 0));
    const widths = line.map(text => text.getComputedTextLength() * scale);
    let x = paper.x + (paper.width - widths.reduce((sum, width) => sum + width, 0)) / 2;
    line.forEach((text, index) => {
      text.setAttribute('font-size', text.getAttribute('font-size') * scale);
      text.setAttribute('text-anchor', 'start');
      text.setAttribute('x', x);
      x += widths[index];
    });
  }
}

function prepare() {
  fitTexts();
  for (const title of svg.querySelectorAll('title'))
    title.remove();
  for (const link of svg.querySelectorAll('a'))
    link.removeAttribute('xlink:title');
  for (const node of data.nodes) {
    node.searched = textOf(node);
    const drawn = element(node.id);
    if (!drawn)
      continue;
    drawn.dataset.node = node.id;
    if (!drawn.classList.contains('node'))
      drawn.classList.add('cell');
  }
  for (const cell of svg.querySelectorAll('.cell'))
    cell.parentElement.closest('.node')?.classList.add('box');
  data.edges.forEach((edge, index) => {
    const drawn = byId('e' + index);
    if (drawn) drawn.dataset.edge = index;
  });
}

Viz.instance().then(viz => {
  svg = viz.renderSVGElement(data.dot);
  const box = svg.viewBox.baseVal;
  whole = { x: box.x, y: box.y, width: box.width, height: box.height };
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  stage.replaceChildren(svg);
  prepare();
  legend();
  look(whole);
  stage.addEventListener('wheel', event => { event.preventDefault(); zoom(Math.exp(-event.deltaY * 0.0015), ...at(event)); }, { passive: false });
  stage.addEventListener('pointerdown', startDragging);
  stage.addEventListener('pointermove', event => { move(event); hover(event); });
  stage.addEventListener('pointerup', stopDragging);
  stage.addEventListener('pointercancel', () => { drag = null; });
  stage.addEventListener('pointerleave', () => { pointed = undefined; hideTip(); focus(); });
  document.body.dataset.ready = 'true';
}).catch(error => { byId('wait').textContent = `The topology could not be drawn: ${error.message}`; throw error; });
