import CIPS3DModel
import Foundation
import ParallelWork
import RunSettings
import Torch

/// A training as a value: what is to be done, in which folder, with whom.
///
///     let job = TrainingJob(configuration, description, in: RunFolder(url: folder))
///     for try await event in job.events {
///         if case .recorded(let record) = event { print(record.kimg, record.generatorLoss) }
///     }
///
/// It runs while its events are awaited, on a thread of its own. Where the awaiting task is cancelled it ends
/// after the step with a snapshot, and the loop ends after that.
public struct TrainingJob: Sendable {
    private enum Beginning: Sendable {
        case new(Configuration, RunDescription, TrainingStart?)
        case resumed(RunChanges, acceptsNewData: Bool)
    }

    private let beginning: Beginning
    private let folder: RunFolder
    /// What measures the run, and what may judge it.
    public var networks = RunNetworks.fetched()
    /// Threads that compute; nil leaves it to libtorch.
    public var threads: Int?
    /// Where several processes meet that train together; nil trains alone.
    ///
    /// Rank 0 alone writes to the folder.
    public var rendezvous: Rendezvous?

    /// A new run.
    ///
    /// - Parameters:
    ///   - configuration: What is trained and how; one that passes `validate()`.
    ///   - description: Data, seed, device and goal.
    ///   - folder: Where the run keeps everything; it holds no run yet.
    ///   - start: What the networks begin with; nil is random numbers.
    public init(
        _ configuration: Configuration, _ description: RunDescription, in folder: RunFolder,
        from start: TrainingStart? = nil
    ) {
        beginning = .new(configuration, description, start)
        self.folder = folder
    }

    /// A run that goes on from its newest snapshot that can be read.
    ///
    /// - Parameters:
    ///   - folder: The run's folder.
    ///   - changes: What is different from now on; the run remembers.
    ///   - acceptsNewData: Whether it goes on with other photographs than it has had.
    public init(
        resuming folder: RunFolder, with changes: RunChanges = RunChanges(),
        acceptsNewData: Bool = false
    ) {
        beginning = .resumed(changes, acceptsNewData: acceptsNewData)
        self.folder = folder
    }

    /// Trains, and tells what happens; the last event is `finished`.
    ///
    /// Each use is a training of its own. What is in the way is thrown, a sentence each:
    /// ``TrainingStopped`` where a number is not finite, ``RunFolderError``, ``PhotoSetError``,
    /// ``TrainingStartError``, ``JudgingNetworkError``, ``PeerLost`` and others. Snapshots that are there
    /// stay.
    public var events: TrainingEvents { events(cancellation: Cancellation()) }

    /// The same, ended from outside.
    ///
    /// - Parameter cancellation: Asked after every step.
    /// - Returns: What happens.
    public func events(cancellation: Cancellation) -> TrainingEvents {
        TrainingEvents(cancellation: cancellation) { report in
            if let threads { TorchRuntime.threadCount = threads }
            let peers = try rendezvous.flatMap { $0.count > 1 ? try TrainingPeers($0) : nil }
            if let peers, peers.rank > 0 {
                report(.finished(try follow(peers), wasCancelled: false))
            } else {
                let end = try run(peers, report).run(cancellation: cancellation)
                report(.finished(end, wasCancelled: cancellation.isCancelled))
            }
        }
    }

    private func run(
        _ peers: TrainingPeers?, _ report: @escaping @Sendable (TrainingEvent) -> Void
    ) throws -> TrainingRun {
        switch beginning {
        case .new(let configuration, let description, let start):
            try .begin(
                configuration, description, in: folder, networks: networks, from: start,
                with: peers, report: report)
        case .resumed(let changes, let acceptsNewData):
            try .resume(
                in: folder, networks: networks, acceptsNewData: acceptsNewData, with: peers,
                changing: changes, report: report)
        }
    }

    private func follow(_ peers: TrainingPeers) throws -> TrainingProgress {
        let follower =
            switch beginning {
            case .new(let configuration, let description, _):
                try TrainingFollower(configuration, description, with: peers, networks: networks)
            case .resumed(let changes, _):
                try TrainingFollower(of: folder, changes, with: peers, networks: networks)
            }
        return try follower.run()
    }
}
