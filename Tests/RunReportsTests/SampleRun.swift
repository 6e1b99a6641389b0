import CIPS3DModel
import CIPS3DTraining
import Foundation
import RunSettings

/// A run's folder as training leaves it, with numbers that a test chooses.
struct SampleRun {
    /// A PNG file of one pixel.
    static let png =
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
                + "AABJRU5ErkJggg==") ?? Data()

    let folder: RunFolder

    /// Makes the folder.
    ///
    /// - Parameters:
    ///   - url: Where.
    ///   - configuration: Settings.
    ///   - data: The photographs' path.
    ///   - device: The device's name.
    ///   - versions: Versions of what trains.
    /// - Throws: Where the folder cannot be made.
    init(
        _ url: URL, configuration: Configuration = .faces32, data: String = "/somewhere/portraits",
        device: String = "cpu", versions: [String: String] = ["cips3d": "0.1.0"]
    ) throws {
        folder = RunFolder(url: url)
        try folder.create(
            configuration,
            RunDescription(
                data: data, seed: 7, device: device, goal: .kimg(4), versions: versions))
    }

    /// Replaces `stats.jsonl`.
    func write(_ lines: [String], ending: String = "\n") throws {
        try Data((lines.joined(separator: "\n") + ending).utf8).write(to: folder.statisticsURL)
    }

    /// Writes one picture of each kind.
    func writePictures(images: [Int]) throws {
        try Self.png.write(to: folder.realsURL)
        for count in images { try Self.png.write(to: folder.fakesURL(images: count)) }
    }

    /// A line of `stats.jsonl`.
    ///
    /// - Parameters:
    ///   - index: Which line, from 1; each is 0.4 kimg and 25 steps later.
    ///   - changes: Numbers in place of the usual ones, as JSON.
    ///   - measures: Measures, as JSON.
    /// - Returns: JSON.
    static func line(
        _ index: Int, _ changes: [String: String] = [:], measures: String? = nil
    ) -> String {
        var numbers = [
            "kimg": "\(Double(index) * 0.4)", "step": "\(index * 25)", "seconds": "\(index * 25)",
            "imagesPerSecond": "16", "discriminatorLoss": "1.2", "generatorLoss": "0.8",
            "r1Penalty": "0.1", "realLogit": "0.3", "fakeLogit": "-0.3",
            "discriminatorGradientNorm": "0.5", "generatorGradientNorm": "2",
            "densityNoise": "0.5", "fade": "1", "memoryMegabytes": "900",
        ]
        numbers.merge(changes) { $1 }
        numbers["measures"] = measures
        let members = numbers.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// Measures of a line, as JSON.
    ///
    /// - Parameters:
    ///   - distance: To the photographs; nil where there were no weights.
    ///   - images: Generated images.
    ///   - relief: Of the heads.
    ///   - network: Whose features are compared; nil writes what earlier versions did.
    ///   - recall: Written where there is a network.
    /// - Returns: JSON.
    static func measures(
        distance: Double?, images: Int = 512, relief: Double = 0.25, network: String? = nil,
        recall: Double = 0.05
    ) -> String {
        let start = distance.map { "{\"distance\":\($0)," } ?? "{"
        let compared = network.map { name in
            "\"network\":\"\(name)\",\"networkDigest\":\"digest of \(name)\","
                + "\"distancePhotographs\":2000,\"precision\":0.5,\"recall\":\(recall),"
        }
        let newer = network.map { _ in "\"prominence\":-0.0625,\"photographDiversity\":0.2," }
        return start + (compared ?? "")
            + """
            "distanceImages":\(images),"seconds":12,"heads":{"heads":16,"viewError":0.05,\
            "viewOverlap":0.75,"relief":\(relief),\(newer ?? "")"mirrorDifference":0.5,\
            "crossingJump":1.25,"farWeight":0.01,"outsideDensity":0.02,"diversity":0.125}}
            """
    }
}
