import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where distributions put a Chromium; one that is installed is preferred to the one from npm. */
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * A headless Chromium: the installed one, else the one that `npm ci` brought (Linux x64), unpacked on first use. A page
 * that is given no locale has the language of LANG, whatever this process runs under: C.UTF-8, as in containers.
 */
export async function launchBrowser(): Promise<Browser> {
  const found = installed.find((file) => existsSync(file));
  const executablePath = found ?? (await unpackChromium());
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--font-render-hinting=none'],
    // The one from npm brings a font, which it expects to find through a configuration that knows no other.
    env: {
      ...process.env,
      ...plainLanguage,
      ...(found === undefined && { FONTCONFIG_FILE: fontConfiguration() }),
    },
  });
}

const plainLanguage = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: '' };

async function unpackChromium(): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

function fontConfiguration(): string {
  const file = path.join(tmpdir(), 'frostline-fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${path.join(tmpdir(), 'fonts')}</dir>
  <cachedir>${path.join(tmpdir(), 'fonts-cache')}</cachedir>
</fontconfig>
`,
  );
  return file;
}
