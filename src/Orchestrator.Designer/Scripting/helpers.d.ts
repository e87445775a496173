/** A duration. */
interface TimeSpan { readonly Days: number; readonly Hours: number; readonly Minutes: number; readonly Seconds: number; readonly Milliseconds: number; readonly Ticks: number; readonly TotalDays: number; readonly TotalHours: number; readonly TotalMinutes: number; readonly TotalSeconds: number; readonly TotalMilliseconds: number; toString(): string; }
/** A globally unique identifier. */
interface Guid { toString(): string; toJSON(): string; }
/** Gives a variable its value. */
declare function setVariable(name: string, value: any): void;
/** The result of the activity that completed last. */
declare function getLastResult(): any;
/** What events from outside are matched by: the dossier number. */
declare function getCorrelationId(): string | null;
declare function setCorrelationId(value: string | null): void;
/** Id of the case. */
declare function getWorkflowInstanceId(): string;
/** Name of the case as people see it. */
declare function getWorkflowInstanceName(): string | null;
declare function setWorkflowInstanceName(value: string | null): void;
declare function getWorkflowDefinitionId(): string;
declare function getWorkflowDefinitionVersionId(): string;
declare function getWorkflowDefinitionVersion(): number;
declare function isNullOrEmpty(value: any): boolean;
declare function isNullOrWhiteSpace(value: any): boolean;
/** A value as JSON text. */
declare function toJson(value: any): string;
/** A new id; the same whenever the same step is decided again. */
declare function newGuid(): Guid;
declare function newGuidString(): string;
declare function getGuidString(): string;
declare function newShortGuid(): string;
declare function getShortGuid(): string;
declare function parseGuid(text: string): Guid;
declare function bytesToString(bytes: Uint8Array): string;
declare function bytesFromString(text: string): Uint8Array;
declare function bytesToBase64(bytes: Uint8Array): string;
declare function bytesFromBase64(text: string): Uint8Array;
declare function stringToBase64(text: string): string;
declare function stringFromBase64(text: string): string;
