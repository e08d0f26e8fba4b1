// The site's own words, read from the same files the site reads, so that one journey is walked in every language.

import { readFileSync, readdirSync } from 'node:fs';

const place = new URL('../locales/', import.meta.url);

function read(lang) {
  const words = new Map();
  for (const file of readdirSync(new URL(`${lang}/`, place)).filter((name) => name.endsWith('.ftl'))) {
    let key;
    for (const line of readFileSync(new URL(`${lang}/${file}`, place), 'utf8').split('\n')) {
      const begins = /^([a-z][\w-]*)\s*=\s?(.*)$/i.exec(line);
      if (begins) {
        [, key] = begins;
        words.set(key, begins[2]);
      } else if (key && /^\s+\S|^\}/.test(line)) {
        words.set(key, `${words.get(key)}\n${line}`);
      } else if (line.trim()) {
        key = undefined;
      }
    }
  }
  return words;
}

const languages = { 'zh-CN': read('zh-CN'), en: read('en') };

/** The sentence of a key, with its arguments; a sentence with several forms is not for labels. */
export function say(lang, key, args = {}) {
  const text = languages[lang].get(key);
  if (text === undefined) throw new Error(`no words for ${key} in ${lang}`);
  if (text.includes('->')) throw new Error(`${key} has several forms`);
  return text
    .replace(/\{\s*"([^"]*)"\s*\}/g, '$1')
    .replace(/\{\s*\$(\w+)\s*\}/g, (_, name) => String(args[name]))
    .split('\n').map((line) => line.trim()).join('\n').trim();
}
