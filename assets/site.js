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

  // A slip's picture brings its code behind the #, of which no server is told; it does not stay in the address.
  const slip = /^#slip=([0-9A-Za-z-]+)$/.exec(location.hash);
  const asked = slip && document.getElementById('f-slip');
  if (asked) {
    asked.value = slip[1];
    history.replaceState(null, '', location.pathname);
  }
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
})();
