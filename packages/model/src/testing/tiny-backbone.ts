import { AdaptiveAvgPool2d } from '../layers/adaptive-avg-pool2d.js';
import { BatchNorm2d } from '../layers/batch-norm2d.js';
import { Conv2d } from '../layers/conv2d.js';
import { Dropout } from '../layers/dropout.js';
import { Flatten } from '../layers/flatten.js';
import { Linear } from '../layers/linear.js';
import { ReLU } from '../layers/relu.js';
import { Sequential } from '../layers/sequential.js';
import { Backbone, type BackboneOptions } from '../backbones/backbone.js';
import { childrenOf, moduleAt, stage, type Stage } from '../backbones/stage.js';

/** A net with all that a backbone may have, small enough to be run many times. */
export class TinyBackbone extends Backbone {
  readonly features = new Sequential(
    new Conv2d(3, 4, 3, { stride: 2, bias: false }),
    new BatchNorm2d(4),
    new ReLU(),
    new Conv2d(4, 6, 3),
    new BatchNorm2d(6),
    new Dropout(0.25),
    new AdaptiveAvgPool2d(1),
    new Flatten(),
  );
  readonly classifier: Sequential;

  constructor({ classes = 3, dropout = 0.5 }: BackboneOptions = {}) {
    super();
    this.classifier = new Sequential(new Dropout(dropout), new Linear(6, classes));
  }

  protected override defineStages(): Stage[] {
    return [
      stage('stem', childrenOf('features', this.features, 0, 2)),
      stage('body', childrenOf('features', this.features, 3, 7)),
      stage('head', moduleAt('classifier', this.classifier)),
    ];
  }
}
