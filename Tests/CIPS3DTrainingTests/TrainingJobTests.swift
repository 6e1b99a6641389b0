import CIPS3DModel
import CIPS3DTraining
import Foundation
import ParallelWork
import Testing
import Torch

/// The trainer as a library: a value, and events that are awaited.
@Suite("A training job")
struct TrainingJobTests {
    private let scene: RunScene

    init() throws { scene = try RunScene() }

    private func job(_ name: String, images: Int) -> TrainingJob {
        var job = TrainingJob(
            TinyTraining.configuration, TinyTraining.description(scene.data, images: images),
            in: scene.folder(name))
        (job.networks, job.threads) = (scene.networks, 1)
        return job
    }

    @Test("it tells what happens in order, and does what a run does")
    func events() async throws {
        var (steps, recorded, last): (Int, [Int], TrainingEvent?) = (0, [], nil)
        for try await event in job("job", images: 200).events {
            if case .stepped = event { steps += 1 }
            if case .recorded(let record) = event { recorded.append(record.step) }
            last = event
        }
        #expect(steps == 50 && recorded == [25, 50])
        guard case .finished(let end, wasCancelled: false) = last else {
            Issue.record("the last event is \(String(describing: last))")
            return
        }
        #expect(end.images == 200)
        // As another test may have left the thread on which this one goes on; the scene has to set it.
        TorchRuntime.threadCount = 2
        _ = try scene.begin("run", images: 200).run()
        #expect(try scene.newest("job") == scene.newest("run"))
        var changes = RunChanges()
        changes.goal = .kimg(0.204)
        var further = TrainingJob(resuming: scene.folder("job"), with: changes)
        (further.networks, further.threads) = (scene.networks, 1)
        for try await _ in further.events {}
        #expect(try scene.newest("job") != scene.newest("run"))
        #expect(scene.folder("job").snapshots.first == scene.folder("job").snapshotURL(images: 204))
    }

    @Test("a cancelled task ends it after a step, with a snapshot, before the loop ends")
    func cancelled() async throws {
        let job = job("job", images: 1_000_000)
        let task = Task {
            var images = 0
            for try await event in job.events {
                if case .stepped(let progress, _, _) = event { images = progress.images }
                if images == 12 { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return images
        }
        let images = try await task.value
        #expect(images >= 12)
        // The snapshot is there when the loop ends: the thread is done.
        #expect(
            scene.folder("job").snapshots.first == scene.folder("job").snapshotURL(images: images))
    }

    @Test("where nobody awaits any more it ends, and so does one that is cancelled from outside")
    func abandoned() async throws {
        for try await event in job("left", images: 1_000_000).events {
            if case .stepped = event { break }
        }
        // The lock of the folder goes with the thread; then it can be gone on with.
        var waited = 0
        while (try? scene.resume("left", images: 4)) == nil, waited < 2_000 {
            try await Task.sleep(for: .milliseconds(5))
            waited += 1
        }
        #expect(waited < 2_000)
        let cancellation = Cancellation()
        cancellation.cancel()
        for try await event in job("never", images: 8).events(cancellation: cancellation) {
            if case .stepped = event { Issue.record("a step was taken") }
        }
    }

    @Test("what is in the way is thrown")
    func refused() async throws {
        _ = try scene.begin("run", images: 4).run()
        await #expect(throws: RunFolderError.self) {
            for try await _ in job("run", images: 4).events {}
        }
    }
}
