// The pages of Export-DockerNetworkTopology in Chromium, and its Mermaid texts in Mermaid itself. `npm ci && node --test` runs it; pictures are left in
// out/pictures for people to look at.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = fileURLToPath(new URL('.', import.meta.url));
const pictures = join(here, '../../out/pictures');
let folder, browser;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dn-pages-'));
  mkdirSync(pictures, { recursive: true });
  execFileSync('pwsh', ['-NoProfile', '-NonInteractive', '-File', join(here, 'pages.ps1'), folder], { stdio: 'inherit' });
  // Without a sandbox of its own where the tests run as root.
  browser = await chromium.launch({ executablePath: process.env.DN_CHROMIUM ?? '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

async function open(name, { colorScheme = 'light' } = {}) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 860 }, colorScheme });
  const trouble = [], requests = [];
  page.on('console', message => ['error', 'warning'].includes(message.type()) && trouble.push(message.text()));
  page.on('pageerror', error => trouble.push(error.message));
  page.on('request', request => requests.push(request.url()));
  const url = pathToFileURL(join(folder, name)).href;
  await page.goto(url);
  await page.waitForSelector('body[data-ready]', { timeout: 30_000 });
  return Object.assign(page, { trouble, requests, url });
}
const viewBox = page => page.evaluate(() => document.querySelector('#stage svg').getAttribute('viewBox').split(' ').map(Number));
const container = (page, name) => page.locator('#stage [data-node]').filter({ has: page.getByText(name, { exact: true }) }).last();

for (const [name, containers] of [['five', 5], ['many', 200], ['many-plain', 200], ['hostile', 10]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name} opens in the ${colorScheme}, without an error and without a request`, async () => {
      const page = await open(`${name}.html`, { colorScheme });
      await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
      assert.deepEqual(page.trouble, []);
      assert.deepEqual(page.requests, [page.url]);
      const drawn = await page.evaluate(() => data.nodes.filter(node => node.kind === 'Container' && byId('stage').contains(element(node.id))).length);
      assert.equal(drawn, containers);
      assert.equal(await page.evaluate(() => data.nodes.filter(node => node.kind === 'Network' && !byId('stage').contains(element(node.id))).length), 0);
      await page.close();
    });
  }
}

test('no text is wider than its shape, and no two containers lie over each other', async () => {
  for (const name of ['five', 'many', 'hostile']) {
    const page = await open(`${name}.html`);
    const [wide, over] = await page.evaluate(() => {
      const boxOf = drawn => drawn.getBoundingClientRect();
      const wide = [...svg.querySelectorAll('.node text')].filter(text => {
        const shape = text.parentElement.querySelector(':scope > :is(path, polygon, ellipse)');
        return shape && boxOf(text).width > boxOf(shape).width + 1;
      }).map(text => text.textContent);
      const boxes = data.nodes.filter(node => node.kind === 'Container').map(node => boxOf(element(node.id)));
      const over = boxes.filter((a, i) => boxes.some((b, j) => j > i && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
      return [wide, over];
    });
    assert.deepEqual(wide, [], name);
    assert.equal(over, 0, name);
    await page.close();
  }
});

test('dark and light: what the system says, and the other by a button', async () => {
  const paper = page => page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.graph > polygon')).fill]);
  const dark = await open('five.html', { colorScheme: 'dark' });
  const night = await paper(dark);
  await dark.click('#theme');
  const day = await paper(dark);
  assert.deepEqual(night, ['rgb(13, 17, 23)', 'rgb(13, 17, 23)']);
  assert.deepEqual(day, ['rgb(255, 255, 255)', 'rgb(255, 255, 255)']);
  await dark.close();
});

test('wheel, buttons and dragging zoom and pan', async () => {
  const page = await open('many.html');
  const [x, , width] = await viewBox(page);
  await page.mouse.move(800, 450);
  await page.mouse.wheel(0, -400);
  await page.waitForFunction(before => svg.viewBox.baseVal.width < before * 0.7, width);
  const zoomed = await viewBox(page);
  await page.mouse.down();
  await page.mouse.move(700, 400, { steps: 4 });
  await page.mouse.up();
  const moved = await viewBox(page);
  assert.ok(moved[0] > zoomed[0] && moved[1] > zoomed[1]);
  await page.click('#in');
  assert.ok((await viewBox(page))[2] < moved[2]);
  await page.click('#fit');
  const all = await viewBox(page);
  assert.equal(all[0], x);
  assert.equal(all[2], width);
  await page.close();
});

test('search marks what it finds, also by address and image, and goes there', async () => {
  const page = await open('many.html');
  await page.fill('#search', 'db-26');
  assert.equal(await page.textContent('#found'), '1 match');
  assert.equal(await page.locator('.hit').count(), 1);
  await page.screenshot({ path: join(pictures, 'search.png') });
  const [, , before] = await viewBox(page);
  await page.press('#search', 'Enter');
  const [x, y, width, height] = await viewBox(page);
  assert.ok(width < before);
  assert.deepEqual(await page.evaluate(() => {
    const hit = document.querySelector('.hit').getBoundingClientRect(), stage = byId('stage').getBoundingClientRect();
    return [Math.abs(hit.x + hit.width / 2 - stage.x - stage.width / 2) < 3, Math.abs(hit.y + hit.height / 2 - stage.y - stage.height / 2) < 3];
  }), [true, true], `${x} ${y} ${width} ${height}`);
  await page.fill('#search', 'registry.example/redis:1.4');
  assert.match(await page.textContent('#found'), /^\d+ match(es)?$/);
  await page.press('#search', 'Escape');
  assert.equal(await page.locator('.hit').count(), 0);
  await page.close();
});

test('hovering tells about a container, and a network of the legend is lit', async () => {
  const page = await open('five.html');
  await container(page, 'web').hover();
  const tip = await page.textContent('#tip');
  for (const part of ['web', 'alpine', 'Up 2 hours', '0.0.0.0:8080->80/tcp', 'bridge 172.17.0.4'])
    assert.ok(tip.includes(part), `${part} in ${tip}`);
  await page.mouse.move(300, 840);
  await page.click('#legend button:has-text("alpine-net")');
  const lit = await page.evaluate(() => data.nodes.filter(node => element(node.id).classList.contains('lit')).map(node => node.name).sort());
  assert.deepEqual(lit, ['alpine-net', 'alpine1', 'alpine2', 'alpine4', 'engine']);
  await page.close();
});

test('reachable and blocked pairs are lines where there are few, and with their reasons', async () => {
  const page = await open('five.html');
  assert.ok(await page.locator('.edge.reachability.reachable').count() >= 3);
  assert.ok(await page.locator('.edge.reachability.unreachable').count() >= 2);
  await container(page, 'alpine1').click();
  const detail = await page.textContent('#detail');
  assert.match(detail, /reachable \(2\)/);
  assert.match(detail, /not reachable \(2\)/);
  assert.match(detail, /share no network/);
  await page.screenshot({ path: join(pictures, 'chosen.png') });
  await page.close();
});

test('the path of traced packets is drawn, and where they were lost is marked with the reason', async () => {
  const page = await open('trace.html');
  assert.equal(await page.locator('.edge.trace').count(), 2);
  assert.equal(await page.locator('.edge.trace.lost').count(), 1);
  await page.locator('#stage .node.loss').hover();
  const tip = await page.textContent('#tip');
  for (const part of ['✗', 'DroppedByRule', 'lost after @host br-0', 'A rule of the host drops it: <b>-j DROP</b>'])
    assert.ok(tip.includes(part), `${part} in ${tip}`);
  assert.match(await page.textContent('#legend'), /path of traced packets/);
  assert.deepEqual(page.trouble, []);
  await page.screenshot({ path: join(pictures, 'trace.png') });
  await page.close();
});

test('of 200 containers, one that is chosen colors all others', async () => {
  const page = await open('many.html');
  assert.equal(await page.locator('.edge.reachability').count(), 0);
  await container(page, 'web-176').click();
  const counts = await page.evaluate(() => ['reachable', 'unreachable'].map(state => document.querySelectorAll('.is-' + state).length));
  assert.equal(counts[0] + counts[1], 199);
  assert.ok(counts[0] > 10 && counts[1] > 10);
  await page.screenshot({ path: join(pictures, 'many-chosen.png') });
  await page.close();
});

test('what containers are called is text', async () => {
  const page = await open('hostile.html');
  await page.fill('#search', '</script>');
  await container(page, '{{data}}').click();
  assert.equal(await page.evaluate(() => window.evil), undefined);
  assert.equal(await page.locator('img').count(), 0);
  assert.ok(await page.evaluate(() => svg.textContent.replaceAll('\u200b', '').includes('a\\N\\G\\l&amp;&#x3c;b')));
  assert.deepEqual(page.trouble, []);
  await page.close();
});

test('Save SVG gives a picture that stands alone', async () => {
  const page = await open('many.html');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  const svg = readFileSync(await download.path(), 'utf8');
  assert.match(svg, /^<svg/);
  assert.match(svg, /prefers-color-scheme: dark/);
  assert.match(svg, /web-176/);
  assert.deepEqual(page.trouble, []);
  await page.close();
});

test('Mermaid draws the texts', async () => {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.addScriptTag({ path: join(here, 'node_modules/mermaid/dist/mermaid.min.js') });
  for (const [name, labels] of [['five', ['alpine-net', 'alpine4', '0.0.0.0:8080->80/tcp']], ['hostile', ['end', 'graph', 'a\\N\\G\\l&amp;&#x3c;b', '"]; evil --> x', '<img src=x onerror=evil()>']], ['many', ['backend', 'web-176']], ['trace', ['✗', 'DroppedByRule', 'A rule of the host drops it']]]) {
    const text = readFileSync(join(folder, `${name}.mmd`), 'utf8');
    const drawn = await page.evaluate(async text => {
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
      document.body.innerHTML = (await mermaid.render('drawn', text)).svg;
      return document.body.textContent;
    }, text);
    for (const label of labels)
      assert.ok(drawn.includes(label), `${label} in ${name}`);
    assert.equal(await page.evaluate(() => window.evil), undefined);
    await page.screenshot({ path: join(pictures, `mermaid-${name}.png`) });
  }
  await page.close();
});
