// Starts Chromium, which asks nothing of anybody but the program.

import { chromium } from 'playwright-core';

const QUIET = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb'];

/** A browser; CHROMIUM names another than Debian's. */
export function openBrowser(...args) {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: [...QUIET, ...args] });
}
