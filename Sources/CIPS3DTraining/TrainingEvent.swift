import CIPS3DModel
import Foundation
import RunSettings

/// What a run tells while it goes on.
public enum TrainingEvent: Sendable {
    /// It begins, or goes on.
    case started(photographs: Int, progress: TrainingProgress)
    /// It is in a stage of several: one begins, or the run goes on in it.
    case stage(StagePlan.Stage, count: Int)
    /// A snapshot could not be read; the one before it is used.
    case skippedSnapshot(file: String, reason: String)
    /// Something about a photograph.
    case photographs(PhotoSet.Notice)
    /// A step is done.
    case stepped(TrainingProgress, fractionDone: Double?, secondsLeft: Double?)
    /// A line was written to `stats.jsonl`.
    case recorded(StatisticsRecord)
    /// Something is worth a warning, a sentence.
    case warned(String)
    /// Something that takes a while begins, such as a measurement.
    case paused(String)
    /// A file was written.
    case wrote(URL)
    /// It is over; nothing follows.
    case finished(TrainingProgress, wasCancelled: Bool)
}
