import CIPS3DModel
import Foundation
import ImageFiles
import ImageReading
import RunSettings
import Torch

/// A process that trains with rank 0 of several: it takes its share of every step and writes nothing.
final class TrainingFollower {
    private let plan: StagePlan
    private let means: TrainingLoop.Means
    private let description: RunDescription
    private let peers: TrainingPeers
    private var loop: TrainingLoop
    private var photographs: PhotoSet
    private var feed: PhotoFeed

    /// Makes the same networks as rank 0 and takes over what it has.
    ///
    /// - Parameters:
    ///   - configuration: What is trained and how; the same as on rank 0.
    ///   - description: Data, seed and device; photographs and seed are the same as on rank 0.
    ///   - peers: The processes.
    ///   - networks: What may judge the run.
    /// - Throws: A sentence about what is in the way.
    init(
        _ configuration: Configuration, _ description: RunDescription, with peers: TrainingPeers,
        networks: RunNetworks
    ) throws {
        (self.description, self.peers) = (description, peers)
        plan = StagePlan(configuration)
        let device = try Device(named: description.device)
        means = try .made(for: plan, description, device, networks, peers) { _ in }
        let collection = try description.photographs(
            decodingMegabytes: configuration.training.decodingMegabytes)
        try peers.agree(on: description.shared(configuration, collection.fingerprint))
        let progress = try JSONDecoder().decode(
            TrainingProgress.self, from: Data(peers.shared("").utf8))
        let stage = plan.stages[progress.stage]
        loop = TrainingLoop(stage, means)
        loop.resume(progress)
        try loop.share(with: peers)
        photographs = try PhotoSet(of: stage, description) { _ in }
        feed = PhotoFeed(photographs, for: loop, seed: description.seed)
    }

    /// The same for a run that goes on; rank 0 restores its snapshot.
    convenience init(
        of folder: RunFolder, _ changes: RunChanges, with peers: TrainingPeers,
        networks: RunNetworks
    ) throws {
        var (configuration, description) = try folder.read()
        try changes.apply(to: &configuration, &description)
        try self.init(configuration, description, with: peers, networks: networks)
    }

    /// Trains until rank 0 says that it is enough.
    ///
    /// - Returns: How far the run is.
    /// - Throws: A sentence about what is in the way: rank 0 is gone, a number is not finite.
    func run() throws -> TrainingProgress {
        while try peers.goesOn() {
            if let next = plan.stage(after: loop.stage), loop.isAtEnd {
                loop = TrainingLoop(next, after: loop, means)
                photographs = try photographs.inSize(of: next) { _ in }
                feed = PhotoFeed(photographs, for: loop, seed: description.seed)
            }
            _ = try loop.step(feed)
        }
        try peers.leave()
        return loop.progress
    }
}

extension RunDescription {
    /// What all processes of a run have to have in common.
    ///
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - photographs: Their fingerprint.
    /// - Returns: Texts by name.
    func shared(_ configuration: Configuration, _ photographs: String) -> [String: String] {
        [
            "settings": String(decoding: configuration.encodedJSON(), as: UTF8.self),
            "photographs": photographs, "seed": "\(seed)",
            "version": versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", "),
        ]
    }
}

extension TrainingLoop {
    /// Whether the stage is over.
    var isAtEnd: Bool { progress.images >= stage.images.upperBound }

    /// Overwrites networks, average, moments and draws by those of rank 0.
    func share(with peers: TrainingPeers) throws {
        let state = random.state
        try peers.share(Snapshot.tensors(adversaries) + [state])
        if peers.rank > 0 { try random.restore(state) }
    }
}
