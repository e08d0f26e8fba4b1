// Work without a network, for whoever turned it on here. Sentences come from the page, never from here.
'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const account = document.documentElement.dataset.account;
  if (!account) return;
  const forms = all('form[data-offline]');
  const board = document.querySelector('[data-offline-board]');
  let possible = 'serviceWorker' in navigator && 'indexedDB' in window && window.isSecureContext && Boolean(window.crypto?.subtle);

  // --- what lies on the device ---------------------------------------------------------------------------------
  const promised = (ask) => new Promise((done, fail) => {
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });
  let opened;
  const database = () => {
    opened ??= (() => {
      const ask = indexedDB.open('offline', 1);
      ask.onupgradeneeded = () => {
        ask.result.createObjectStore('devices', { keyPath: 'account' });
        ask.result.createObjectStore('items', { keyPath: 'id' });
        ask.result.createObjectStore('log', { autoIncrement: true });
      };
      return promised(ask).then((db) => {
        // Another page that wipes must not wait for this one.
        db.onversionchange = () => { db.close(); opened = null; };
        return db;
      });
    })();
    return opened;
  };
  const at = async (name, mode = 'readonly') => (await database()).transaction(name, mode).objectStore(name);
  const get = async (name, key) => promised((await at(name)).get(key));
  const put = async (name, value) => promised((await at(name, 'readwrite')).put(value));
  const drop = async (name, key) => promised((await at(name, 'readwrite')).delete(key));
  const items = async () => (await promised((await at('items')).getAll()))
    .filter((item) => item.account === account).sort((one, other) => one.at - other.at);

  const seal = async (device, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, device.key, new TextEncoder().encode(JSON.stringify(value)));
    return { iv, data };
  };
  const unseal = async (device, sealed) => JSON.parse(new TextDecoder().decode(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, device.key, sealed.data)));

  /** The database goes last: if the page is left in the middle, the device is still known at the next one, which goes on. */
  const wipe = async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
    if (opened) (await opened).close();
    opened = null;
    await promised(indexedDB.deleteDatabase('offline'));
  };

  // --- the server ----------------------------------------------------------------------------------------------
  const ask = async (device) => {
    const answer = await fetch('/offline/state', {
      headers: { 'x-device': device.id, 'x-token': device.token, accept: 'application/json' },
      cache: 'no-store',
      signal: AbortSignal.timeout(5000),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  /** The pages that open without a network: all fetched anew, or those that are missing. */
  const keepPages = async (pages, anew) => {
    const cache = await caches.open('pages');
    for (const page of pages) {
      if (!anew && await cache.match(page)) continue;
      const answer = await fetch(page, { headers: { accept: 'text/html' }, cache: 'no-store' });
      if (answer.ok && !answer.redirected) await cache.put(page, answer);
    }
    for (const kept of await cache.keys()) {
      const path = new URL(kept.url).pathname;
      if (!pages.includes(path)) await cache.delete(kept);
    }
  };

  const enroll = async (csrf) => {
    const body = new URLSearchParams({ csrf });
    const answer = await fetch('/offline/devices', { method: 'POST', body, headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { id, token } = await answer.json();
    // What waits here was sealed with the key of before.
    const key = (await get('devices', account))?.key
      || await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const device = { account, id, token, key, fresh: 0 };
    await put('devices', device);
    await navigator.storage?.persist?.();
    await navigator.serviceWorker.register('/worker.js');
    await navigator.serviceWorker.ready;
    return device;
  };

  const STALE = 6 * 3600 * 1000;
  const FORGOTTEN = 14 * 24 * 3600 * 1000;
  /** Further pages to be kept: those with such a form that are looked at, and those that a page names. */
  const named = (device) => {
    const kept = (device.further || []).filter((one) => Date.now() - one.at < FORGOTTEN);
    const add = (path, title) => {
      const before = kept.find((one) => one.path === path);
      if (before) before.at = Date.now(); else kept.push({ path, title, at: Date.now() });
    };
    if (forms.length) add(location.pathname, document.querySelector('h1').textContent.trim());
    for (const link of all('a[data-offline-page]')) add(new URL(link.href).pathname, link.textContent.trim());
    return kept;
  };
  /** What the server says of this device now; null when it cannot be reached. */
  const greet = async (device) => {
    let said;
    try { said = await ask(device); } catch { return null; }
    if (said.state === 'removed') {
      await wipe();
      tell('removed');
      return null;
    }
    if (said.state === 'unknown') await put('devices', { ...device, unknown: true });
    if (said.signed_in) {
      const further = named(device).filter((one) => !said.pages.includes(one.path));
      const stale = Date.now() - device.fresh > STALE;
      await keepPages([...said.pages, ...further.map((one) => one.path)], stale);
      await put('devices', { ...device, further, fresh: stale ? Date.now() : device.fresh });
    }
    return said;
  };

  // --- sending -------------------------------------------------------------------------------------------------
  const problems = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const told = all('main .wrong li, main .notice p', page).map((one) => one.textContent.trim()).filter(Boolean);
    return told.length ? told : [page.querySelector('h1')?.textContent.trim() || ''];
  };

  /** True to go on with the next one. */
  const sendOne = async (device, item, csrf) => {
    const { fields } = await unseal(device, item.sealed);
    const body = new URLSearchParams([...fields.filter(([name]) => name !== 'csrf'), ['csrf', csrf]]);
    if (item.anyway) body.append('anyway', '1');
    let answer;
    try {
      answer = await fetch(item.action, { method: 'POST', body, headers: { 'x-offline': '1', accept: 'text/html' }, signal: AbortSignal.timeout(30000) });
    } catch { return false; }
    const json = (answer.headers.get('content-type') || '').startsWith('application/json');
    if (answer.ok && json) {
      const { done } = await answer.json();
      await drop('items', item.id);
      await put('log', { account, at: Date.now(), name: item.name, to: done });
      return true;
    }
    if (answer.status === 409 && json) {
      const { conflict } = await answer.json();
      await put('items', { ...item, state: 'conflict', note: await seal(device, conflict) });
      return true;
    }
    // Signed out meanwhile, or too much at once: later. Anything else a person must look at.
    if (answer.status >= 400 && answer.status < 500 && ![401, 408, 429].includes(answer.status)) {
      const told = problems(await answer.text());
      await put('items', { ...item, state: 'refused', note: await seal(device, told) });
      return true;
    }
    return false;
  };

  const sendAll = async () => {
    const device = await get('devices', account);
    if (!device) return;
    await navigator.locks.request('offline-send', { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      const said = await greet(device);
      if (!said?.signed_in) return;
      for (const item of await items()) {
        if (item.state === 'waiting' && !await sendOne(device, item, said.csrf)) break;
      }
    });
    await show();
  };

  // --- a form --------------------------------------------------------------------------------------------------
  const notes = () => all('[data-offline-note]');
  const tell = (word, count = 0) => {
    for (const note of notes()) {
      const sentence = note.dataset[word];
      if (!sentence) continue;
      note.textContent = sentence.replace('#', count);
      note.hidden = false;
    }
  };
  const SECRET = ['csrf', 'keep'];
  const fieldsOf = (form, button) => [...new FormData(form, button)].filter(([name, value]) => typeof value === 'string' && !SECRET.includes(name));

  /** What was entered, as a person reads it: each label with its answer. */
  const readable = (form) => {
    const rows = [];
    const done = new Set();
    for (const field of form.elements) {
      if (!field.name || done.has(field.name) || ['hidden', 'file', 'submit', 'button', 'password'].includes(field.type)) continue;
      const group = all(`[name="${CSS.escape(field.name)}"]`, form);
      const text = (one) => form.querySelector(`label[for="${CSS.escape(one.id)}"]`)?.firstChild?.textContent.trim() || '';
      let label = text(field);
      let value = field.value;
      if (field.type === 'radio' || field.type === 'checkbox') {
        label = field.closest('fieldset')?.querySelector('legend')?.firstChild?.textContent.trim() || label;
        value = group.filter((one) => one.checked).map(text).join('、');
      } else if (field.tagName === 'SELECT') value = field.selectedOptions[0]?.value ? field.selectedOptions[0].textContent.trim() : '';
      done.add(field.name);
      if (value.trim()) rows.push([label, value]);
    }
    return rows;
  };

  const fill = (form, fields) => {
    for (const field of form.elements) {
      if (!field.name || SECRET.includes(field.name) || ['file', 'submit', 'button'].includes(field.type)) continue;
      const same = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = same.includes(field.value);
      else if (same.length) [field.value] = same;
    }
  };

  // A kept page shows the same number each time, so each item is given its own.
  const keepHere = async (device, form, button, id = crypto.randomUUID()) => {
    if (form.elements.form) form.elements.form.value = id;
    const item = {
      id, account, at: Date.now(), state: 'waiting',
      action: new URL(form.action).pathname, page: location.pathname, name: form.dataset.offline,
      sealed: await seal(device, { fields: fieldsOf(form, button), shown: readable(form) }),
    };
    await put('items', item);
    form.reset();
    const waiting = (await items()).filter((one) => one.state === 'waiting').length;
    tell('kept', waiting);
    const note = notes()[0];
    if (note) { note.tabIndex = -1; note.focus(); note.scrollIntoView({ block: 'center' }); }
  };

  const watch = (form, editing) => {
    let through = false;
    addEventListener('pageshow', () => { through = false; });
    form.addEventListener('submit', async (event) => {
      // The button that keeps a draft goes its own way.
      if (through || event.submitter?.hasAttribute('formaction')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const device = await get('devices', account);
      if (device && editing) {
        await keepHere(device, form, event.submitter, editing);
        location.assign('/offline');
        return;
      }
      const said = device && await greet(device);
      if (!device || said?.signed_in) {
        // A kept page has the secret of a session long gone.
        if (said && form.elements.csrf) form.elements.csrf.value = said.csrf;
        through = true;
        form.requestSubmit(event.submitter);
      } else if (await get('devices', account)) await keepHere(device, form, event.submitter);
    }, true);
  };

  /** Where there is no such thing: what is typed stays in this browser until it is sent. */
  const draftHere = (form) => {
    const name = `offline:${account}:${new URL(form.action).pathname}`;
    const store = { get: () => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } }, set: (value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* forbidden */ } }, drop: () => { try { localStorage.removeItem(name); } catch { /* forbidden */ } } };
    tell('none');
    const kept = store.get();
    if (Array.isArray(kept) && !document.querySelector('[data-focus]')) fill(form, kept);
    form.addEventListener('input', () => store.set(fieldsOf(form)));
    form.addEventListener('submit', () => { if (navigator.onLine) store.drop(); });
  };

  // --- the page of what waits ----------------------------------------------------------------------------------
  const part = (name) => document.getElementById(name).content.cloneNode(true);
  const row = (cells) => {
    const line = document.createElement('tr');
    for (const [nth, cell] of cells.entries()) {
      const box = document.createElement(nth ? 'td' : 'th');
      if (!nth) box.scope = 'row';
      box.textContent = cell;
      line.append(box);
    }
    return line;
  };
  const when = (moment) => new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });

  const shownItem = async (device, item) => {
    const made = part('offline-item');
    const { shown } = await unseal(device, item.sealed);
    made.querySelector('h3').textContent = item.name;
    made.querySelector('[data-at]').textContent = when(item.at);
    const state = made.querySelector('[data-state]');
    state.textContent = state.dataset[item.state];
    state.className = `tag ${item.state === 'waiting' ? 'wait' : 'late'}`;
    const table = made.querySelector('tbody');
    if (item.state === 'conflict') {
      const conflict = await unseal(device, item.note);
      for (const { label, ours, theirs } of conflict.rows) table.append(row([label, ours, theirs]));
      const link = made.querySelector('[data-theirs]');
      link.href = conflict.href;
    } else {
      made.querySelector('[data-both]').remove();
      for (const [label, value] of shown) table.append(row([label, value]));
    }
    const told = made.querySelector('[data-told]');
    if (item.state === 'refused') for (const text of await unseal(device, item.note)) {
      const line = document.createElement('li');
      line.textContent = text;
      told.append(line);
    } else told.remove();
    const button = (name, shownFor, does) => {
      const one = made.querySelector(`[data-do="${name}"]`);
      if (shownFor.includes(item.state)) one.addEventListener('click', does); else one.remove();
    };
    button('anyway', ['conflict'], async () => { await put('items', { ...item, state: 'waiting', anyway: true, note: null }); await sendAll(); });
    button('change', ['refused', 'waiting', 'conflict'], () => { location.assign(`${item.page}#offline=${item.id}`); });
    button('delete', ['refused', 'waiting', 'conflict'], async (event) => {
      const { target } = event;
      if (!target.dataset.sure) { target.dataset.sure = '1'; target.textContent = target.dataset.ask; return; }
      await drop('items', item.id);
      await show();
    });
    return made;
  };

  const show = async () => {
    if (!board) return;
    const device = await get('devices', account);
    for (const one of all('[data-when]')) {
      const wanted = !possible ? ['never'] : !device ? ['off'] : device.unknown ? ['unknown', 'off', 'on'] : ['on'];
      one.hidden = !wanted.includes(one.dataset.when);
    }
    if (!device) return;
    const list = board.querySelector('[data-items]');
    const made = [];
    const waiting = await items();
    for (const item of waiting) made.push(await shownItem(device, item));
    list.replaceChildren(...made);
    board.querySelector('[data-none]').hidden = waiting.length > 0;
    board.querySelector('[data-send]').hidden = !waiting.some((item) => item.state === 'waiting');
    const log = board.querySelector('[data-log]');
    const sent = (await promised((await at('log')).getAll())).filter((one) => one.account === account).slice(-50).reverse();
    log.replaceChildren(...sent.map((one) => {
      const line = document.createElement('li');
      const link = document.createElement('a');
      link.href = one.to;
      link.textContent = `${when(one.at)} ${one.name}`;
      line.append(link);
      return line;
    }));
    board.querySelector('[data-sent]').hidden = sent.length === 0;
    const further = board.querySelector('[data-further]');
    further.replaceChildren(...(device.further || []).map((one) => {
      const line = document.createElement('li');
      const link = document.createElement('a');
      link.href = one.path;
      link.textContent = one.title;
      line.append(link);
      return line;
    }));
    board.dataset.ready = '1';
  };

  // --- begin ---------------------------------------------------------------------------------------------------
  const begin = async () => {
    // A private window may have everything but a database that keeps.
    possible &&= await database().then(() => true, () => false);
    if (!possible) {
      for (const form of forms) draftHere(form);
      for (const one of all('[data-when]')) one.hidden = one.dataset.when !== 'never';
      return;
    }
    const wanted = location.hash.startsWith('#offline=') && location.hash.slice(9);
    const device = await get('devices', account);
    const item = wanted && device && await get('items', wanted);
    for (const form of forms) {
      const editing = item?.account === account && new URL(form.action).pathname === item.action ? item.id : null;
      watch(form, editing);
      if (editing) fill(form, (await unseal(device, item.sealed)).fields);
    }
    if (!navigator.onLine && device) tell('off');
    for (const button of all('[data-enroll]')) button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const made = await enroll(button.dataset.csrf);
        await greet(made);
      } catch { tell('failed'); }
      button.disabled = false;
      await show();
    });
    for (const button of all('[data-send]')) button.addEventListener('click', sendAll);
    for (const form of all('form[action="/sign-out"]')) form.addEventListener('submit', () => { caches.delete('pages'); put('devices', { ...device, fresh: 0 }).catch(() => {}); });
    await show();
    if (device) await sendAll();
  };
  addEventListener('online', () => { sendAll(); });
  begin();
})();
