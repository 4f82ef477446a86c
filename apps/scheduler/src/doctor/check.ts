/** What `doctor` found out about one thing. */
export interface Finding {
  readonly name: string;
  /** `missing` is a problem only where `required`. */
  readonly state: 'ok' | 'missing' | 'warning';
  readonly required: boolean;
  readonly detail: string;
  /** The one command or step that mends it. */
  readonly fix?: string;
}

/** What a check may look at. */
export interface DoctorInput {
  /** The state folder, when there is one. */
  readonly home: string | undefined;
  readonly cwd: string;
}

export type Check = (input: DoctorInput) => Promise<readonly Finding[]>;
