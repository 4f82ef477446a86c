import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';
import { MaxPool2d } from '../layers/max-pool2d.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import { Backbone, type BackboneOptions } from './backbone.js';
import type { BackboneFamily } from './family.js';
import { childrenOf, flatten, moduleAt, stage, type Stage } from './stage.js';

const relu = (): ReLU => new ReLU({ inplace: true });
const pool = (): MaxPool2d => new MaxPool2d(3, { stride: 2 });

/** Edge of the map that the linear layers see, whatever the image's size. */
const mapSize = 6;

/**
 * AlexNet as in "One weird trick for parallelizing convolutional neural networks" (Krizhevsky 2014,
 * https://arxiv.org/abs/1404.5997), equal to torchvision's `alexnet.py`.
 */
class AlexNet extends Backbone {
  readonly features = new Sequential(
    new Conv2d(3, 64, 11, { stride: 4, padding: 2 }),
    relu(),
    pool(),
    new Conv2d(64, 192, 5, { padding: 2 }),
    relu(),
    pool(),
    new Conv2d(192, 384, 3, { padding: 1 }),
    relu(),
    new Conv2d(384, 256, 3, { padding: 1 }),
    relu(),
    new Conv2d(256, 256, 3, { padding: 1 }),
    relu(),
    pool(),
  );
  readonly avgpool = new AdaptiveAvgPool2d([mapSize, mapSize]);
  readonly classifier: Sequential;

  constructor({ classes = 1000, dropout = 0.5 }: BackboneOptions) {
    super();
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Linear(256 * mapSize * mapSize, 4096),
      relu(),
      new Dropout(dropout),
      new Linear(4096, 4096),
      relu(),
      new Linear(4096, classes),
    );
  }

  protected override defineStages(): Stage[] {
    const { features, classifier } = this;
    return [
      stage('conv1', childrenOf('features', features, 0, 2)),
      stage('conv2', childrenOf('features', features, 3, 5)),
      stage('conv3', childrenOf('features', features, 6, 7)),
      stage('conv4', childrenOf('features', features, 8, 9)),
      stage('conv5', childrenOf('features', features, 10, 12)),
      stage('neck', moduleAt('avgpool', this.avgpool), flatten, childrenOf('classifier', classifier, 0, 5)),
      stage('head', childrenOf('classifier', classifier, 6)),
    ];
  }
}

export const alexnet: BackboneFamily = {
  title: 'AlexNet',
  paper: 'https://arxiv.org/abs/1404.5997',
  backbones: { alexnet: (options) => new AlexNet(options) },
};
