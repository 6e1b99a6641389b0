import CIPS3DModel
import CIPS3DTraining
import FileTesting
import Foundation
import Testing

@Suite("stats.jsonl")
struct StatisticsFileTests {
    private let folder: TemporaryFolder
    private let file: StatisticsFile
    private var url: URL { folder.file("stats.jsonl") }

    init() throws {
        folder = try TemporaryFolder()
        file = StatisticsFile(url: folder.file("stats.jsonl"))
    }

    private func record(_ step: Int) throws -> StatisticsRecord {
        let numbers =
            #""kimg":1.5,"seconds":2,"imagesPerSecond":3,"discriminatorLoss":4,"generatorLoss":5,"#
            + #""realLogit":6,"fakeLogit":7,"discriminatorGradientNorm":8,"#
            + #""generatorGradientNorm":9,"densityNoise":0.5,"fade":1,"memoryMegabytes":10"#
        return try JSONDecoder().decode(
            StatisticsRecord.self, from: Data("{\"step\":\(step),\(numbers)}".utf8))
    }

    private func steps() throws -> [Int] {
        try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(StatisticsRecord.self, from: Data($0.utf8)).step
        }
    }

    @Test("each record is a line; lines after a step are dropped")
    func truncation() throws {
        for step in [25, 50, 75] { try file.append(record(step)) }
        #expect(try steps() == [25, 50, 75])
        try file.truncate(afterStep: 50)
        #expect(try steps() == [25, 50])
        try file.append(record(75))
        #expect(try steps() == [25, 50, 75])
    }

    @Test("a last line that was cut short is dropped")
    func cutShort() throws {
        for step in [25, 50] { try file.append(record(step)) }
        let whole = try Data(contentsOf: url)
        try whole.dropLast(9).write(to: url)
        try file.truncate(afterStep: 1_000)
        #expect(try steps() == [25])
        #expect(try Data(contentsOf: url).last == UInt8(ascii: "\n"))
    }

    @Test("measures that earlier versions wrote are read, without what they did not measure")
    func earlierMeasures() throws {
        let heads =
            #"{"heads":16,"viewError":0.05,"viewOverlap":0.8,"relief":0.1,"#
            + #""mirrorDifference":0.6,"crossingJump":1.1,"farWeight":0,"outsideDensity":0.1,"#
            + #""diversity":0.2}"#
        let text =
            #"{"distance":40.5,"distanceImages":512,"distancePhotographs":400,"#
            + #""networkDigest":"ab","heads":\#(heads),"seconds":12}"#
        let measures = try JSONDecoder().decode(TrainingMeasures.self, from: Data(text.utf8))
        #expect(measures.distance == 40.5 && measures.heads.heads == 16)
        #expect(measures.precision == nil && measures.recall == nil && measures.network == nil)
        #expect(measures.heads.prominence == nil && measures.heads.warnings.isEmpty)
        // It was EfficientNet-Lite0, which judges projected discriminators' models.
        #expect(measures.isFlattering(ModelConfiguration(.faces32)))
        #expect(!measures.isFlattering(ModelConfiguration(.ffhq256)))
        let encoded = try JSONEncoder().encode(measures)
        #expect(try JSONDecoder().decode(TrainingMeasures.self, from: encoded) == measures)
    }

    @Test("without a file there is nothing to drop")
    func absent() throws {
        try file.truncate(afterStep: 3)
        #expect(try folder.names().isEmpty)
    }

    @Test("a folder in its place is refused with a sentence")
    func folderInPlace() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        let error = #expect(throws: RunFolderError.self) { try file.append(record(1)) }
        #expect(error?.description.hasPrefix(url.path + " cannot be written (") == true)
    }
}
