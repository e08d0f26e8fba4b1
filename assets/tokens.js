// Tokens of a secret review: made, blinded and unblinded here, kept in this browser, and put into the ballot. The mathematics
// is in blind.js; sentences come from the page, never from here. Nothing is sent but what a form of the page sends.
'use strict';
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const show = (part, on = true) => { if (part) part.hidden = !on; };
  const name = (code, what) => `review-${what}:${code}`;
  const keep = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); return localStorage.getItem(key) === value; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };
  // A page that was not brought safely, or an old browser, cannot do it: then the page says who helps.
  const able = Boolean(globalThis.tokens && globalThis.crypto?.subtle && typeof BigInt === 'function');
  // In lines that a telephone shows and people can compare.
  const grouped = (token) => token.match(/.{1,64}/g).map((line) => line.match(/.{1,8}/g).join(' ')).join('\n');

  const here = one('[data-token-here]');
  const shown = (token) => {
    show(here);
    for (const text of all('[data-token-text]')) text.textContent = grouped(token);
    for (const button of all('[data-token-save]')) {
      button.addEventListener('click', () => {
        const address = location.href.replace(/\/tokens$/, '');
        const file = new Blob([`${button.dataset.tokenSave}\r\n${address}\r\n\r\n${grouped(token).replaceAll('\n', '\r\n')}\r\n`], { type: 'text/plain' });
        const link = document.createElement('a');
        link.href = URL.createObjectURL(file);
        link.download = `review-${here.dataset.tokenHere}.txt`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      });
    }
    // Some chat apps save no files; copying works in most.
    for (const button of all('[data-token-copy]')) {
      button.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText(token);
          button.textContent = button.dataset.tokenCopy;
        } catch { getSelection().selectAllChildren(one('[data-token-text]')); }
      });
    }
    for (const button of all('[data-token-drop]')) {
      button.addEventListener('click', () => {
        keep.drop(name(here.dataset.tokenHere, 'token'));
        location.assign(`/reviews/${here.dataset.tokenHere}`);
      });
    }
  };
  for (const button of all('[data-print]')) button.addEventListener('click', () => print());

  // 1. The number: asked for only where the rest can be done, and where no token lies already.
  const ask = one('[data-token-ask]');
  if (ask) {
    const token = keep.get(name(here.dataset.tokenHere, 'token'));
    if (token) shown(token);
    else show(able ? ask : one('[data-token-cannot]'));
  }

  // 2. The code: what is to be signed is made before the form goes. Kept until it is signed, so that the same goes again.
  const blind = one('form[data-token-blind]');
  if (blind) {
    show(able ? blind : one('[data-token-cannot]'));
    const pending = name(blind.dataset.tokenBlind, 'pending');
    const made = async () => {
      const before = keep.get(pending);
      if (before) return JSON.parse(before);
      const fresh = await globalThis.tokens.blind(JSON.parse(blind.dataset.key));
      if (!keep.set(pending, JSON.stringify(fresh))) throw new Error('nothing can be kept here');
      return fresh;
    };
    let working = false;
    blind.addEventListener('submit', (event) => {
      event.preventDefault();
      if (working) return;
      working = true;
      made().then(({ blinded }) => {
        blind.elements.blinded.value = blinded;
        blind.submit();
      }).catch(() => {
        show(blind, false);
        show(one('[data-token-cannot]'));
      });
    });
    addEventListener('pageshow', (event) => { if (event.persisted) working = false; });
  }

  // 3. The signature: the blinding is taken away, the token is kept and shown.
  const signed = one('[data-token-signed]');
  if (signed) {
    const code = signed.dataset.tokenHere;
    const finish = async () => {
      const before = keep.get(name(code, 'token'));
      if (before) return before;
      const { state } = JSON.parse(keep.get(name(code, 'pending')));
      const token = await globalThis.tokens.unblind(JSON.parse(signed.dataset.key), state, signed.dataset.tokenSigned);
      const kept = keep.set(name(code, 'token'), token);
      if (kept) keep.drop(name(code, 'pending'));
      show(one('[data-token-unkept]'), !kept);
      return token;
    };
    finish().then(shown).catch(() => show(one('[data-token-failed]')));
  }

  // 4. The ballot: a kept token is put in; a kept file is read here and goes nowhere by itself.
  const ballot = one('[data-token-cast]');
  if (ballot) {
    const field = ballot.querySelector('textarea[name=token]');
    const put = (token) => {
      field.value = token;
      ballot.open = true;
    };
    const token = keep.get(name(ballot.dataset.tokenCast, 'token'));
    if (token && !field.value && !one('#f-slip')?.value) {
      put(grouped(token));
      show(one('[data-token-found]'));
    }
    const file = ballot.querySelector('input[type=file]');
    show(file?.closest('.field'));
    file?.addEventListener('change', async () => {
      if (file.files[0]) put(await file.files[0].text());
    });
  }
})();
