export { readFashion } from '../fashion/idx.js';
export { imageList } from './image-list.js';
export { pretrainingImages } from './pretraining-images.js';
