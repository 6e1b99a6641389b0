import CIPS3DModel
import CIPS3DTraining
import Foundation
import Synchronization

/// Shows a run on standard error: a progress line in a terminal, a line now and then elsewhere.
final class TrainingDisplay: Sendable {
    private struct State {
        var stage: String?
        var record: StatisticsRecord?
        var measures: TrainingMeasures?
        var lastLine = ContinuousClock.now
        var hasLine = false
        var leftOut: String?
    }

    /// Photographs of which a model from nothing learns little more than to repeat them.
    private static let fewPhotographs = 1_000

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let beginsWithNothing: Bool
    private let state = Mutex(State())

    /// A display that has shown nothing yet.
    ///
    /// - Parameter beginsWithNothing: Whether the run begins with random numbers.
    init(beginsWithNothing: Bool) {
        self.beginsWithNothing = beginsWithNothing
    }

    /// Shows an event; called from any thread.
    func show(_ event: TrainingEvent) {
        switch event {
        case .started(let photographs, let progress):
            let isNew = progress.steps == 0
            let what = isNew ? "starting" : "going on at \(Self.kimg(progress)) kimg"
            say("\(photographs) photographs; \(what)")
            if beginsWithNothing, photographs < Self.fewPhotographs {
                say(
                    "\(photographs) are few to learn heads from; a model that knows heads takes over "
                        + "their style within minutes: --from Models/faces-64 --preset transfer-64")
            }
        case .stage(let stage, let count):
            state.withLock { $0.stage = "stage \(stage.index + 1)/\(count)" }
            say(Self.sentence(stage, count))
        case .skippedSnapshot(_, let reason):
            say("warning: \(Self.clause(reason)); it is passed over for the one before it")
        case .photographs(.unreadable(let reason)):
            say("warning: skipped \(Self.clause(reason))")
        case .photographs(.leftOut(let files)):
            // Every stage opens the photographs again.
            if state.withLock({ state in
                defer { state.leftOut = files }
                return state.leftOut != files
            }) {
                say("left out: \(files); `cips3d data` names them")
            }
        case .photographs(.endMissing(let name)):
            say(
                "warning: \(name) ends early, after its last pixel; it is read, and so are others "
                    + "like it")
        case .photographs(.enlarged(let name, let width, let height, let size)):
            say(
                "warning: \(name) has \(width)x\(height) pixels and is enlarged to "
                    + "\(size)x\(size); smaller images than the training size stay blurred")
        case .stepped(let progress, let fraction, let left):
            showProgress(progress, fraction, left)
        case .recorded(let record):
            state.withLock { state in
                state.record = record
                state.measures = record.measures ?? state.measures
            }
        case .warned(let sentence):
            say("warning: \(Self.clause(sentence))")
        case .paused(let reason):
            say(reason)
        case .wrote:
            break
        case .finished(let progress, let wasCancelled):
            finish(progress, wasInterrupted: wasCancelled)
        }
    }

    /// Ends the progress line and says how far the run is.
    private func finish(_ progress: TrainingProgress, wasInterrupted: Bool) {
        say(
            (wasInterrupted ? "stopped" : "done")
                + " at \(Self.kimg(progress)) kimg after \(progress.steps) steps")
    }

    private func say(_ line: String) {
        state.withLock { state in
            write((state.hasLine ? "\r\u{1B}[K" : "") + line + "\n")
            state.hasLine = false
        }
    }

    private func showProgress(_ progress: TrainingProgress, _ fraction: Double?, _ left: Double?) {
        state.withLock { state in
            // A log is read afterwards.
            let interval: Duration = isTerminal ? .milliseconds(200) : .seconds(120)
            guard ContinuousClock.now - state.lastLine >= interval else { return }
            state.lastLine = .now
            let line = Self.line(progress, isTerminal ? fraction : nil, left, state)
            write(isTerminal ? "\r\u{1B}[K" + line : line + "\n")
            state.hasLine = isTerminal
        }
    }

    private static func line(
        _ progress: TrainingProgress, _ fraction: Double?, _ left: Double?, _ state: State
    ) -> String {
        var parts: [String] = []
        if let fraction { parts.append(ProgressLine.bar(fraction)) }
        if let stage = state.stage { parts.append(stage) }
        parts.append("\(kimg(progress)) kimg")
        if let record = state.record {
            parts.append(
                String(
                    format: "D %.3f  G %.3f  %.1f images/s", record.discriminatorLoss,
                    record.generatorLoss, record.imagesPerSecond))
        }
        if let measures = state.measures {
            let distance = measures.distance.map { String(format: "FD %.1f  ", $0) } ?? ""
            let recall = measures.recall.map { String(format: "recall %.3f  ", $0) } ?? ""
            parts.append(distance + recall + String(format: "relief %.3f", measures.heads.relief))
        }
        if let left {
            parts.append("\(duration(left)) left")
        }
        return parts.joined(separator: "  ")
    }

    private static func sentence(_ stage: StagePlan.Stage, _ count: Int) -> String {
        let training = stage.configuration.training
        let frozen = training.frozen.map(\.description).joined(separator: ", ")
        return "stage \(stage.index + 1) of \(count): \(training.imageSize)x\(training.imageSize), "
            + "\(training.batchSize) images in a step, up to "
            + String(format: "%.1f kimg", Double(stage.images.upperBound) / 1_000)
            + (frozen.isEmpty ? "" : "; frozen: \(frozen)")
    }

    /// `m:ss`, or `h:mm:ss` from an hour on; days are not worth counting.
    private static func duration(_ seconds: Double) -> String {
        guard seconds < 360_000 else { return "over 100 hours" }
        let whole = Int(seconds.rounded(.up))
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        return hours == 0
            ? String(format: "%d:%02d", minutes, rest)
            : String(format: "%d:%02d:%02d", hours, minutes, rest)
    }

    /// A sentence as the beginning of a longer one.
    private static func clause(_ sentence: String) -> Substring {
        sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
    }

    private static func kimg(_ progress: TrainingProgress) -> String {
        String(format: "%.1f", progress.kimg)
    }

    private func write(_ text: String) {
        // Nobody may be reading any more: that is no reason to stop training.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
