import { InternalError } from '@frostline/base';
import { onnxStage } from '@frostline/protocol';
import { Backbone, type BackboneOptions } from '../backbones/backbone.js';
import { functionPart, moduleAt, stage, type Stage } from '../backbones/stage.js';
import { Dropout } from '../layers/dropout.js';
import { Linear } from '../layers/linear.js';

/**
 * A net whose backbone is a model in a file, which runs outside of it: only the head, a linear layer on the model's
 * features behind an optional dropout, is built and trains.
 */
export class OnnxBackbone extends Backbone {
  readonly dropout: Dropout;
  readonly fc: Linear;

  /** @param width number of features of one image */
  constructor(
    private readonly width: number,
    { classes = 1000, dropout = 0 }: BackboneOptions = {},
  ) {
    super();
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(width, classes);
  }

  protected override defineStages(): Stage[] {
    return [
      stage(
        onnxStage,
        functionPart(
          () => {
            throw new InternalError('a model from a file runs outside of steps');
          },
          ([batch = 1]) => [batch, this.width],
        ),
      ),
      stage('head', moduleAt('dropout', this.dropout), moduleAt('fc', this.fc)),
    ];
  }
}
