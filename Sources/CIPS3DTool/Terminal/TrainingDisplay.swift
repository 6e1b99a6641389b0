import CIPS3DModel
import CIPS3DTraining
import Foundation
import ImageInspection
import RunSettings
import Synchronization

/// Shows a run on standard error: what begins, how far it is, and what came of it.
final class TrainingDisplay: Sendable {
    /// What a run is, in the words of the command line.
    struct Run: Sendable {
        /// The preset's name or the run that goes on.
        var name: String
        /// The folder or archive of photographs.
        var data: String
        /// The run's folder.
        var folder: String
        /// When it ends.
        var goal: RunDescription.Goal
        /// Its stages.
        var plan: StagePlan
        /// Whether it begins with random numbers.
        var beginsWithNothing: Bool
    }

    private struct State {
        /// Where this invocation began.
        var beginning = TrainingProgress()
        var stage: String?
        var record: StatisticsRecord?
        var measures: TrainingMeasures?
        var leftOut: String?
        /// What is told before the run has said what it is; nil from then on.
        var waiting: [String]? = []
    }

    private let run: Run
    private let line = StatusLine()
    private let state = Mutex(State())

    /// A display that has shown nothing yet.
    init(_ run: Run) { self.run = run }

    // What did not begin says at least what was in its way.
    deinit { sayWaiting() }

    /// Shows an event; called from any thread.
    func show(_ event: TrainingEvent) {
        switch event {
        case .started(let photographs, let progress):
            begin(photographs, progress)
        case .stage(let stage, let count):
            state.withLock { $0.stage = "stage \(stage.index + 1)/\(count)" }
            line.say(Self.sentence(stage, count))
        case .skippedSnapshot(_, let reason):
            warn("\(reason) It is passed over for the one before it.")
        case .photographs(let notice):
            show(notice)
        case .stepped(let progress, let fraction, let left):
            line.update { hasBar in
                state.withLock { Self.line(progress, hasBar ? fraction : nil, left, $0) }
            }
        case .recorded(let record):
            state.withLock { state in
                state.record = record
                state.measures = record.measures ?? state.measures
            }
        case .warned(let sentence):
            warn(sentence)
        case .paused(let reason):
            line.say(reason)
        case .wrote:
            break
        case .finished(let progress, let wasCancelled):
            finish(progress, wasInterrupted: wasCancelled)
        }
    }

    private func warn(_ sentence: String) { tell("Warning: \(sentence)") }

    /// Says a line, below the one that says what the run is.
    private func tell(_ text: String) {
        let waits = state.withLock { state in
            state.waiting?.append(text)
            return state.waiting != nil
        }
        if !waits { line.say(text) }
    }

    private func sayWaiting() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting ?? []
        }
        waiting.forEach(line.say)
    }

    private func show(_ notice: PhotoSet.Notice) {
        switch notice {
        case .unreadable(let reason):
            warn("\(reason) It is skipped.")
        case .leftOut(let files):
            // Every stage opens the photographs again.
            let isNew = state.withLock { state in
                defer { state.leftOut = files }
                return state.leftOut != files
            }
            if isNew { tell("left out: \(files); `cips3d data` names them") }
        case .endMissing(let name):
            warn("\(name) ends early, after its last pixel; it is read, and so are others like it.")
        case .enlarged(let name, let width, let height, let size):
            warn(
                "\(name) has \(width)x\(height) pixels and is enlarged to \(size)x\(size); smaller "
                    + "images than the training size stay blurred.")
        }
    }

    /// What, where, and until when.
    private func begin(_ photographs: Int, _ progress: TrainingProgress) {
        state.withLock { $0.beginning = progress }
        let isNew = progress.steps == 0
        line.say(
            (isNew ? run.name : "\(run.name) goes on at \(Self.kimg(progress)) kimg")
                + ": \(photographs) images found in \(run.data)"
                + (isNew ? ", everything goes into \(run.folder)" : ""))
        line.say("ends \(Self.end(run.goal, run.plan)); Ctrl-C ends it sooner, with a snapshot")
        if run.beginsWithNothing, photographs < InspectionAdvice.fewestImages {
            line.say(
                "\(photographs) are few to learn heads from; a model that knows heads takes over "
                    + "their style within minutes: --from Models/faces-64 --preset transfer-64")
        }
        sayWaiting()
    }

    private static func end(_ goal: RunDescription.Goal, _ plan: StagePlan) -> String {
        switch (goal, plan.end) {
        case (.minutes(let minutes), _): "after \(number(minutes)) minute\(minutes == 1 ? "" : "s")"
        case (.kimg(let kimg), _): "at \(number(kimg)) kimg (thousand images)"
        case (.open, let end?):
            "with its last stage, at \(number(Double(end) / 1_000)) kimg (thousand images)"
        case (.open, nil): "only when you end it: no --minutes and no --kimg are given"
        }
    }

    /// How far it is, what came of it, and what to do next.
    private func finish(_ progress: TrainingProgress, wasInterrupted: Bool) {
        line.say(
            (wasInterrupted ? "stopped" : "done")
                + " at \(Self.kimg(progress)) kimg after \(progress.steps) steps")
        let folder = RunFolder(url: URL(fileURLWithPath: run.folder))
        line.say(
            "\(run.folder)/model is the newest model"
                + (folder.best.map {
                    "; \(run.folder)/best, of \(Self.number($0.kimg)) kimg, is the nearest to the photographs"
                } ?? ""))
        let path = run.folder.quotedForShell
        line.say("next: cips3d render --model \(path) --seeds 0-15 --out heads.png")
        line.say("      cips3d report \(path)")
        if wasInterrupted || !isAtEnd(progress) { line.say("      cips3d train --resume \(path)") }
    }

    private func isAtEnd(_ progress: TrainingProgress) -> Bool {
        run.plan.end.map { progress.images >= $0 } ?? false
    }

    private static func line(
        _ progress: TrainingProgress, _ fraction: Double?, _ left: Double?, _ state: State
    ) -> String {
        var parts: [String] = []
        if let fraction { parts.append(StatusLine.bar(fraction)) }
        if let stage = state.stage { parts.append(stage) }
        parts.append("\(progress.images) images")
        parts.append(String(format: "%.1f/s", rate(progress, since: state.beginning, state.record)))
        if let record = state.record {
            parts.append(
                String(format: "D %.3f  G %.3f", record.discriminatorLoss, record.generatorLoss))
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

    /// Images a second: of the newest steps where they are known, else since the beginning.
    private static func rate(
        _ progress: TrainingProgress, since beginning: TrainingProgress, _ record: StatisticsRecord?
    ) -> Double {
        record?.imagesPerSecond
            ?? Double(progress.images - beginning.images)
            / max(progress.seconds - beginning.seconds, 1e-9)
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

    private static func kimg(_ progress: TrainingProgress) -> String {
        String(format: "%.1f", progress.kimg)
    }

    /// Without digits that say nothing.
    private static func number(_ value: Double) -> String {
        String(format: value == value.rounded() ? "%.0f" : "%.1f", value)
    }
}
