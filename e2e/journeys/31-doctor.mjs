// Whoever keeps the server looks how it is: what is wrong comes with what to do about it.

import { Person } from '../person.mjs';

export default {
  name: 'how the server is',
  when: ({ js, lang, width }) => (js === (lang === 'zh-CN')) === (width === 320),

  async go(run) {
    const keeper = await Person.come(run, run.cast['system-admin']);
    await keeper.open('/desk');
    await keeper.follow(keeper.t('doctor-title'));
    // Nobody has set up backups for the demo.
    for (const key of ['doctor-backup-none', 'doctor-backup-do', 'doctor-proof-none', 'doctor-tables-says', 'doctor-overdue-none']) {
      await keeper.sees(keeper.t(key));
    }
  },
};
