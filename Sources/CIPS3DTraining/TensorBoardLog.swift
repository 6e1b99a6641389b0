import Foundation
import ImageFiles
import TensorBoardFiles

/// A run's curves and grids for TensorBoard, over images seen.
///
/// They say again what stats.jsonl and the pictures hold: where they cannot be written the run warns once
/// and goes on without them.
final class TensorBoardLog {
    private let folder: RunFolder
    private let report: @Sendable (TrainingEvent) -> Void
    private var resumedAt: Int?
    private var file: EventFile?
    private var hasFailed = false

    /// A log to which nothing has been added; its file is made with the first point.
    ///
    /// - Parameters:
    ///   - folder: The run.
    ///   - images: Images that it has seen; what earlier files say of later ones is void.
    ///   - report: Told where it cannot be written.
    init(
        _ folder: RunFolder, from images: Int, report: @escaping @Sendable (TrainingEvent) -> Void
    ) {
        (self.folder, self.report) = (folder, report)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.url.path)) ?? []
        resumedAt = names.contains { $0.hasPrefix("events.out.") } ? images : nil
    }

    /// Adds a line of statistics.
    ///
    /// - Parameters:
    ///   - record: The line.
    ///   - images: Images that the run has seen.
    func add(_ record: StatisticsRecord, images: Int) {
        attempt { try $0.append(scalars: record.scalars, step: images) }
    }

    /// Adds heads of fixed codes.
    ///
    /// - Parameters:
    ///   - grid: The picture.
    ///   - url: The file that holds it already, as PNG.
    ///   - images: Images that the run has seen.
    func add(_ grid: Image, in url: URL, images: Int) {
        attempt { file in
            let picture = EventImage(
                png: try Data(contentsOf: url), width: grid.width, height: grid.height)
            try file.append(images: ["heads": picture], step: images)
        }
    }

    private func attempt(_ action: (EventFile) throws -> Void) {
        guard !hasFailed else { return }
        do {
            try action(try openFile())
        } catch {
            hasFailed = true
            report(.warned("TensorBoard's curves end here: \(error)"))
        }
    }

    private func openFile() throws -> EventFile {
        if let file { return file }
        let opened = try EventFile(folder: folder.url)
        if let resumedAt { try opened.restart(after: resumedAt) }
        file = opened
        return opened
    }
}

extension StatisticsRecord {
    /// What TensorBoard shows of it, by tag.
    var scalars: [String: Double] {
        let always = [
            "loss/discriminators": discriminatorLoss, "loss/generator": generatorLoss,
            "logit/photographs": realLogit, "logit/generated": fakeLogit,
            "gradient/discriminators": discriminatorGradientNorm,
            "gradient/generator": generatorGradientNorm,
            "schedule/density noise": densityNoise, "schedule/fade": fade,
            "run/images a second": imagesPerSecond, "run/memory in MiB": memoryMegabytes,
        ]
        let sometimes: [String: Double?] = [
            "penalty/R1": r1Penalty, "penalty/views of discriminators": discriminatorViewPenalty,
            "penalty/views of generator": generatorViewPenalty,
            "schedule/augmentation": augmentation, "run/stage": stage.map(Double.init),
            "run/image size": imageSize.map(Double.init),
            "measures/distance": measures?.distance, "measures/precision": measures?.precision,
            "measures/recall": measures?.recall, "measures/relief": measures?.heads.relief,
            "measures/prominence": measures?.heads.prominence,
            "measures/view error": measures?.heads.viewError,
            "measures/view overlap": measures?.heads.viewOverlap,
            "measures/far weight": measures?.heads.farWeight,
        ]
        return always.merging(sometimes.compactMapValues(\.self)) { $1 }
    }
}
