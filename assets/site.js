// Small comforts; every page works without them. Sentences come from the page, never from here.
'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // A browser may forbid storage (private windows, some chat apps): then nothing is kept.
  const keep = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* full or forbidden */ } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* forbidden */ } },
  };

  // The list of problems is read first.
  document.querySelector('[data-focus]')?.focus();

  // A link to a field in a closed part opens it.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
    if (target && target.matches('input, select, textarea')) target.focus();
  };
  addEventListener('hashchange', reveal);
  reveal();

  // A second press within a few seconds is a slip; later it is a real retry and goes through.
  const PAUSE = 4000;
  addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    const since = Date.now() - Number(form.dataset.sent || 0);
    if (since < PAUSE) { event.preventDefault(); return; }
    form.dataset.sent = Date.now();
    const button = event.submitter;
    button?.setAttribute('aria-disabled', 'true');
    setTimeout(() => button?.removeAttribute('aria-disabled'), PAUSE);
  });
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    for (const form of all('form[data-sent]')) delete form.dataset.sent;
    for (const button of all('button[aria-disabled]')) button.removeAttribute('aria-disabled');
  });

  // Drafts stay on the device until they are sent or cleared.
  const typed = (form) => [...form.elements].filter((field) => field.name
    && !['hidden', 'password', 'file', 'submit', 'button'].includes(field.type) && !('noDraft' in field.dataset));
  const ticks = (field) => field.type === 'checkbox' || field.type === 'radio';
  for (const form of all('form[data-draft]')) {
    const name = `draft:${form.dataset.draft}`;
    const fields = typed(form);
    // After a mistake the server sends back what was typed, and that is newer.
    const fresh = !document.querySelector('[data-focus]');
    let kept = null;
    try { kept = JSON.parse(keep.get(name)); } catch { keep.drop(name); }
    if (Array.isArray(kept) && fresh) {
      for (const field of fields) {
        const same = kept.filter(([key]) => key === field.name).map(([, value]) => value);
        if (ticks(field)) field.checked = same.includes(field.value);
        else if (same.length) [field.value] = same;
      }
      for (const note of all('[data-draft-note]')) note.hidden = false;
    }
    let timer;
    form.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const pairs = fields.filter((field) => ticks(field) ? field.checked : field.value).map((field) => [field.name, field.value]);
        if (pairs.length) keep.set(name, JSON.stringify(pairs)); else keep.drop(name);
      }, 300);
    });
    for (const button of all('[data-draft-clear]')) button.addEventListener('click', () => {
      clearTimeout(timer);
      keep.drop(name);
      form.reset();
      for (const area of all('textarea[data-max]', form)) area.dispatchEvent(new Event('count'));
      for (const note of all('[data-draft-note]')) note.hidden = true;
      fields[0]?.focus();
    });
  }
  for (const done of all('[data-draft-done]')) keep.drop(`draft:${done.dataset.draftDone}`);

  // What signed-in people write is kept by the server: while they change it, and when the page is left.
  const EVERY = 20000;
  for (const form of all('form[data-keep]')) {
    const note = form.querySelector('[data-keep-note]');
    let changed = false;
    let sent = false;
    let travelling = null;
    const say = (sentence) => {
      if (!note) return;
      note.textContent = sentence.replace('#', new Date().toTimeString().slice(0, 5));
      note.hidden = false;
    };
    const fields = () => {
      const secret = new Set([...form.elements].filter((field) => field.type === 'password').map((field) => field.name));
      const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !secret.has(name));
      return new URLSearchParams(pairs);
    };
    const save = async () => {
      if (!changed || sent || travelling) return;
      changed = false;
      travelling = new AbortController();
      const body = fields();
      try {
        const answer = await fetch('/drafts', {
          method: 'POST',
          headers: { accept: 'application/json' },
          body,
          // A browser lets only so much outlive its page.
          keepalive: body.toString().length < 60000,
          redirect: 'manual',
          signal: travelling.signal,
        });
        if (answer.status !== 204) throw new Error('not kept');
        say(note?.dataset.kept || '');
      } catch {
        changed = true;
        if (!sent) say(note?.dataset.lost || '');
      }
      travelling = null;
      // Said aloud the first time, to be seen after that.
      note?.removeAttribute('role');
    };
    const touched = () => { changed = true; };
    form.addEventListener('input', touched);
    form.addEventListener('change', touched);
    form.addEventListener('reset', () => { changed = false; });
    // Once it is sent for real, no draft may follow.
    form.addEventListener('submit', () => { sent = true; travelling?.abort(); });
    addEventListener('pageshow', (event) => { if (event.persisted) sent = false; });
    setInterval(save, EVERY);
    document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  }

  // After a call the record form comes by itself: the telephone takes over, and the page moves on behind it.
  for (const link of all('a[data-then]')) {
    link.addEventListener('click', () => setTimeout(() => location.assign(link.dataset.then), 1000));
  }

  // Words to be pasted elsewhere; where the browser gives no clipboard they are selected for copying by hand.
  for (const button of all('[data-copy]')) {
    const words = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener('click', async () => {
      words.select();
      try { await navigator.clipboard.writeText(words.value); } catch { if (!document.execCommand('copy')) return; }
      for (const note of all('[data-copied]')) note.hidden = false;
    });
  }

  // The room left is told only near the limit.
  for (const area of all('textarea[data-max]')) {
    const note = document.getElementById(`${area.id}-limit`);
    if (!note) continue;
    const still = note.textContent;
    const max = Number(area.dataset.max);
    const count = () => {
      const left = max - [...area.value.trim()].length;
      const near = left < max / 5;
      note.textContent = near ? (left < 0 ? note.dataset.over : note.dataset.left).replace('#', Math.abs(left)) : still;
      note.classList.toggle('over', left < 0);
      if (near) note.setAttribute('aria-live', 'polite'); else note.removeAttribute('aria-live');
    };
    area.addEventListener('input', count);
    area.addEventListener('count', count);
    count();
  }

  // Photos are made smaller before they travel; if anything fails the original goes and the server does it.
  const shrink = async (file, limit) => {
    if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type) || file.size <= limit) return file;
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    let size = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    for (let tries = 0; tries < 6; tries += 1, size *= 0.8) {
      canvas.width = Math.max(1, Math.round(picture.width * size));
      canvas.height = Math.max(1, Math.round(picture.height * size));
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.8 - tries * 0.07); });
      if (blob && blob.size <= limit) return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' });
    }
    return file;
  };
  for (const input of all('input[type=file][data-shrink]')) {
    input.addEventListener('change', async () => {
      const chosen = [...input.files];
      try {
        const box = new DataTransfer();
        for (const file of chosen) box.items.add(await shrink(file, Number(input.dataset.shrink)));
        // The person may have chosen others meanwhile.
        if (chosen.length === input.files.length && chosen.every((file, n) => file === input.files[n])) input.files = box.files;
      } catch { /* the originals stay */ }
    });
  }

  // Triage by keyboard: j and k move, Enter opens, a letter presses the button that shows it.
  const list = document.querySelector('[data-keys]');
  const legend = document.querySelector('[data-keys-legend]');
  if (list && legend) {
    const items = () => all('[data-item]', list);
    const wanted = legend.querySelector('[data-keys-on]');
    legend.hidden = false;
    list.dataset.keyed = '';
    wanted.checked = keep.get('keys') !== 'off';
    wanted.addEventListener('change', () => keep.set('keys', wanted.checked ? 'on' : 'off'));
    const press = (button) => {
      button.click();
      if (button.tagName === 'SUMMARY') button.parentElement.querySelector('input:not([type=hidden]), select, textarea')?.focus();
    };
    const go = (step) => {
      const rows = items();
      const from = rows.findIndex((row) => row.hasAttribute('aria-current'));
      const to = rows[Math.min(rows.length - 1, Math.max(0, from + step))];
      if (!to) return;
      rows[from]?.removeAttribute('aria-current');
      to.setAttribute('aria-current', 'true');
      (to.querySelector('[data-open], a, button') || to).focus();
      to.scrollIntoView({ block: 'nearest' });
    };
    addEventListener('keydown', (event) => {
      if (!wanted.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')) return;
      const here = items().find((row) => row.hasAttribute('aria-current'));
      let taken = true;
      if (event.key === 'j') go(1);
      else if (event.key === 'k') go(-1);
      else if (event.key === 'Enter' && here && !event.target.closest('a, button, summary')) here.querySelector('[data-open]')?.click();
      else {
        const wantedKey = `[data-key="${CSS.escape(event.key)}"]`;
        const button = event.key.length === 1 && (here?.querySelector(wantedKey) || list.querySelector(wantedKey));
        if (button) press(button); else taken = false;
      }
      if (taken) event.preventDefault();
    });
  }
})();
