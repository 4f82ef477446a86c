export { imageFolder } from './image-folder.js';
export { maskContest, type ContestFiles } from './mask-contest.js';
export { writeFiles } from './write-files.js';
