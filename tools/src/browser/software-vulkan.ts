import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Environment under which a new process finds a graphics card made of software: the Vulkan loader and SwiftShader that come
 * with Chromium, from npm (Linux x64), unpacked on first use. Undefined on other systems.
 */
export async function softwareVulkan(): Promise<Readonly<Record<string, string>> | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: packed } = await import('@sparticuz/chromium');
  const folder = path.dirname(await packed.executablePath());
  const driver = path.join(folder, 'vk_swiftshader_icd.json');
  if (!existsSync(driver)) return undefined;
  const { LD_LIBRARY_PATH: others } = process.env;
  return {
    LD_LIBRARY_PATH: others === undefined ? folder : `${folder}:${others}`,
    VK_ICD_FILENAMES: driver,
  };
}
