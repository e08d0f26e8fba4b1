// A keeper prints what hangs on the wall and lies on the table (T4): each within three acts from the first page, on sheets
// of the right size, with codes that are read when they are as small as 2.5 cm.

import { strict as assert } from 'node:assert';

import { A3, A4, prints, width } from '../paper.mjs';
import { Person } from '../person.mjs';

const MOST_ACTS = 3;
/** Cards that go on one sheet. */
const CARDS = 10;

/** From the first page by what is pressed to what is printed. */
async function reached(person, steps) {
  await person.open('/desk');
  person.acts = 0;
  for (const step of steps) await step();
  assert.ok(person.acts <= MOST_ACTS, `${person.acts} acts to ${person.page.url()}`);
}

/** The wall of cards on the page: each code is the one that stands beside it in letters. */
async function wall(run, person) {
  const letters = await person.page.locator('.name-card span').allInnerTexts();
  assert.ok(letters.length > 0, 'there are cards');
  const { codes } = await prints(person.page, { size: A4, count: Math.ceil(letters.length / CARDS), many: letters.length, wide: await width(person.page) });
  assert.deepEqual(codes.sort(), letters.map((code) => `${run.site.base}/d/${code.trim()}`).sort());
  return letters.length;
}

export default {
  name: 'what a station prints',
  when: ({ js, width: px }) => js || px === 320,

  async go(run) {
    const { base } = run.site;
    const keeper = await Person.come(run, run.cast['station-keeper']);
    const papers = () => keeper.follow(keeper.t('desk-papers'));
    const follow = (key) => () => keeper.follow(keeper.t(key));

    for (const [key, size] of [['stations-poster-a4', A4], ['stations-poster-a3', A3]]) {
      await reached(keeper, [papers, follow(key)]);
      const letters = (await keeper.page.locator('.poster .big').innerText()).trim();
      await prints(keeper.page, { size, count: 1, code: `${base}/z/${letters}`, wide: await width(keeper.page) });
    }

    await reached(keeper, [papers, follow('stations-cards')]);
    const cards = await wall(run, keeper);

    await reached(keeper, [papers, follow('receptions-poster')]);
    // A quarter of weekly days is one sheet; who put in more days by hand has more.
    const days = await keeper.page.locator('.sheet tbody tr').count();
    await prints(keeper.page, { size: A4, count: days <= 14 ? 1 : undefined });

    // Ten paper forms, each with a number of its own, one after the other.
    await reached(keeper, [papers, follow('receptions-paper-forms'), () => keeper.press(keeper.t('stations-forms-make'))]);
    const serials = (await keeper.page.locator('.sheet .serial').allInnerTexts()).map((text) => /[0-9A-Z]{4}-[0-9A-Z]{2}-(\d+)/.exec(text));
    assert.equal(serials.length, 10);
    serials.forEach((one, nth) => assert.equal(Number(one[1]), Number(serials[0][1]) + nth, 'no number comes twice'));
    const station = serials[0][0].replace(/-\d+$/, '');
    await prints(keeper.page, { size: A4, count: 10, code: `${base}/z/${station}`, wide: await width(keeper.page) });

    // The sheet on which voters sign in, of the next reception day.
    await reached(keeper, [
      async () => { keeper.acts += 1; await keeper.leads(() => keeper.page.locator('main .stats a[href^="/receptions/"]').first().click()); },
      follow('receptions-sign-in-sheet'),
    ]);
    await prints(keeper.page, { size: A4, count: 1 });

    // A poster that hangs somewhere has a number, and room for it.
    await keeper.open(`/stations/${station}/edit#papers`);
    await keeper.unfold(keeper.t('stations-poster-new'));
    await keeper.fill(keeper.t('stations-poster-place'), '菜场东门公示栏');
    await keeper.press(keeper.t('stations-poster-a4'));
    await keeper.sees(/-P\d+/);
    await prints(keeper.page, { size: A4, count: 1, code: `${base}/z/${station}`, wide: await width(keeper.page) });

    // The town's office prints the wall of all its deputies.
    const office = await Person.come(run, run.cast['local-office']);
    await reached(office, [() => office.follow(office.t('stations-coverage')), () => office.follow(office.t('stations-cards-of-town'))]);
    run.notes.push(`${cards} and ${await wall(run, office)} cards`);
  },
};
