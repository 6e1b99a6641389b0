import CIPS3DModel
import CIPS3DTraining
import FileTesting
import Foundation
import GANMetrics
import RunSettings
import SafeTensors
import Testing
import Torch

/// Ten photographs in a folder, tiny runs beside them, and what those tell; deleted in the end.
struct RunScene {
    /// Where the photographs, the runs and the cache are.
    let parent: TemporaryFolder
    /// The photographs.
    let data: URL
    /// What the runs have told.
    let events = Events()
    /// What runs begin with where a test names nothing else.
    private let configuration: Configuration

    init(_ configuration: Configuration = TinyTraining.configuration) throws {
        self.configuration = configuration
        parent = try TemporaryFolder()
        data = parent.file("data")
        try Photographs.fill(data, count: 10)
    }

    /// Where the runs keep weights and features.
    var cache: CacheFolder { CacheFolder(url: parent.file("cache")) }

    /// Networks of which none measures, and one judges.
    var networks: RunNetworks {
        measuringNetworks {
            throw NetworkError.notFetched(package: "weights", reason: "no such host")
        }
    }

    /// Networks of which one measures and another one judges.
    func measuringNetworks(
        _ makeMeasuring: @escaping @Sendable () throws -> any FeatureNetwork
    ) -> RunNetworks {
        RunNetworks(
            cache: cache, makeMeasuring: { _ in try makeMeasuring() },
            makeJudging: { _, _ in TinyPyramid() })
    }

    /// The folder of a run, which need not be there.
    func folder(_ name: String) -> RunFolder { RunFolder(url: parent.file(name)) }

    /// Begins a run, from random numbers or from what was learned in a folder.
    ///
    /// How many threads compute is set here: it belongs to the thread that calls, which is another one after
    /// each `await` of a test, and other threads make other bits.
    @discardableResult
    func begin(
        _ name: String, images: Int = 4, configuration: Configuration? = nil,
        networks: RunNetworks? = nil, from start: URL? = nil, threads: Int = 1
    ) throws -> TrainingRun {
        TorchRuntime.threadCount = threads
        return try .begin(
            configuration ?? self.configuration, TinyTraining.description(data, images: images),
            in: folder(name), networks: networks ?? self.networks,
            from: try start.map { try TrainingStart(contentsOf: $0) }
        ) { [events] in events.add($0) }
    }

    /// Goes on with a run until it has seen so many images; the threads are set as where it begins.
    func resume(
        _ name: String, images: Int, networks: RunNetworks? = nil, acceptsNewData: Bool = false,
        data: URL? = nil, threads: Int = 1
    ) throws -> TrainingRun {
        TorchRuntime.threadCount = threads
        var changes = RunChanges()
        changes.goal = .kimg(Double(images) / 1_000)
        changes.data = data?.path
        return try .resume(
            in: folder(name), networks: networks ?? self.networks, acceptsNewData: acceptsNewData,
            changing: changes
        ) { [events] in events.add($0) }
    }

    /// Every tensor's bytes in a run's newest snapshot, by name.
    func newest(_ name: String) throws -> [String: Data] {
        try folder(name).newestSnapshot().contents()
    }

    /// A run's lines of statistics without what depends on the clock and the machine.
    func statistics(_ name: String) throws -> [StatisticsRecord] {
        try folder(name).statistics().map { line in
            var record = line
            (record.seconds, record.imagesPerSecond, record.memoryMegabytes) = (0, 0, 0)
            return record
        }
    }
}

extension RunFolder {
    /// Opens the newest snapshot, which has to be there.
    func newestSnapshot() throws -> SafeTensorsFile {
        try SafeTensorsFile(contentsOf: #require(snapshots.first))
    }

    /// The lines of statistics.
    func statistics() throws -> [StatisticsRecord] {
        try String(contentsOf: statisticsURL, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(StatisticsRecord.self, from: Data($0.utf8))
        }
    }
}
