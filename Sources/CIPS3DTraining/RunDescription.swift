import Foundation
import ImageReading

/// What a run's configuration does not say: its data, seed, goal and versions.
public struct RunDescription: Codable, Sendable, Equatable {
    /// When a run ends.
    public enum Goal: Codable, Sendable, Equatable {
        /// After this invocation has run so long.
        case minutes(Double)
        /// After the whole run has seen so many thousands of images.
        case kimg(Double)
        /// When the last stage ends; without stages when it is stopped.
        case open
    }

    /// The folder or zip of photographs, absolute.
    public var data: String
    /// Names of photographs in it that are left out; nil is none.
    public var excluded: [String]?
    /// Fingerprint of their names and sizes; nil in what earlier versions wrote.
    public internal(set) var photographs: String?
    /// Where everything random starts.
    public var seed: UInt64
    /// The device, by name.
    public var device: String
    /// Images that go through the networks together at most, for each stage; nil is whole batches.
    public var imagesAtOnce: [Int]?
    /// When it ends.
    public var goal: Goal
    /// What computes: libtorch, or the fused engine's instruction set; nil in what earlier versions wrote.
    public internal(set) var engine: String?
    /// Versions of what trains: this program, libtorch.
    public var versions: [String: String]
    /// When the run began, ISO 8601.
    public var began: String

    /// A run that begins now.
    ///
    /// - Parameters:
    ///   - data: The folder or zip of photographs.
    ///   - seed: Where everything random starts.
    ///   - device: The device, by name.
    ///   - goal: When it ends.
    ///   - versions: Versions of what trains.
    public init(
        data: String, seed: UInt64, device: String, goal: Goal, versions: [String: String]
    ) {
        self.data = Self.absolute(data)
        (self.seed, self.device, self.goal) = (seed, device, goal)
        self.versions = versions
        began = ISO8601DateFormatter().string(from: Date())
    }

    /// Its photographs.
    ///
    /// - Parameter megabytes: The bound on memory in which they are decoded.
    /// - Returns: What is in the folder or zip, without what is left out.
    /// - Throws: `ImageError` where nothing is there.
    func photographs(decodingMegabytes megabytes: Int) throws -> ImageCollection {
        try ImageCollection(path: data, budget: DecodingBudget(megabytes: megabytes))
            .excluding(excluded ?? [])
    }

    /// A path that does not depend on where the program was started.
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
