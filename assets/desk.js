// Small comforts for whoever is signed in; every page works without them. Sentences come from the page, never from here.
'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // A browser may forbid storage: then nothing is kept.
  const keep = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* full or forbidden */ } },
  };

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

  // What takes a while: how far it is, asked for now and then; when it is done the page comes anew.
  const working = document.querySelector('[data-working]');
  if (working) {
    const AGAIN = (Number(working.dataset.working) || 2) * 1000;
    const ask = async () => {
      if (document.hidden) { setTimeout(ask, AGAIN); return; }
      try {
        const answer = await fetch(location.href);
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const far = page.querySelector('[data-working]');
        if (!far) { location.reload(); return; }
        // Whoever is about to press something in it is not disturbed.
        if (!working.contains(document.activeElement)) working.replaceChildren(...far.childNodes);
      } catch { /* asked again */ }
      setTimeout(ask, AGAIN);
    };
    setTimeout(ask, AGAIN);
  }
})();
