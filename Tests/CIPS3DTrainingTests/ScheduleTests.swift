import CIPS3DModel
import CIPS3DTraining
import Foundation
import RunSettings
import Testing

@Suite("What changes from step to step")
struct ScheduleTests {
    private var training = TrainingConfiguration()

    @Test("density noise falls linearly to 0 and stays there")
    mutating func densityNoise() {
        (training.densityNoise, training.densityNoiseSteps) = (2, 100)
        let schedule = Schedule(training: training)
        #expect(
            [0, 25, 50, 100, 101, 1_000_000].map(schedule.densityNoise) == [2, 1.5, 1, 0, 0, 0])
        training.densityNoiseSteps = 0
        #expect(Schedule(training: training).densityNoise(0) == 0)
    }

    @Test("a resolution fades in from 0 to 1, or is there at once")
    mutating func fade() {
        training.fadeInSteps = 10
        #expect([0, 5, 10, 99].map(Schedule(training: training).fade) == [0, 0.5, 1, 1])
        training.fadeInSteps = 0
        #expect(Schedule(training: training).fade(0) == 1)
    }

    @Test("the average's decay grows as t / (t + ramp) up to its limit")
    mutating func averageDecay() {
        (training.emaDecay, training.emaRampUp) = (0.999, 50)
        let schedule = Schedule(training: training)
        #expect(schedule.averageDecay(0) == 1.0 / 51)
        #expect(schedule.averageDecay(49) == 0.5)
        #expect(schedule.averageDecay(1_000_000) == 0.999)
        training.emaRampUp = 0
        #expect(Schedule(training: training).averageDecay(0) == 0.999)
    }

    @Test("the penalty comes at an interval, with as much more weight")
    mutating func penalty() {
        (training.r1Weight, training.r1Interval) = (5, 4)
        let weights = (0..<9).map(Schedule(training: training).r1Weight)
        #expect(weights == [20, nil, nil, nil, 20, nil, nil, nil, 20])
        training.r1Weight = 0
        #expect(Schedule(training: training).r1Weight(0) == nil)
    }
}

@Suite("When a run ends")
struct DeadlineTests {
    /// One stage without an end.
    private let single = StagePlan(Configuration())

    private func progress(_ images: Int) -> TrainingProgress {
        var progress = TrainingProgress()
        progress.images = images
        return progress
    }

    @Test("kimg count the whole run")
    func kimg() {
        let deadline = Deadline(.kimg(2), from: progress(1_000), single)
        #expect(!deadline.isReached(progress(1_999)))
        #expect(deadline.isReached(progress(2_000)))
        #expect(deadline.fraction(progress(1_000)) == 0.5)
        #expect(deadline.fraction(progress(3_000)) == 1)
        #expect(deadline.secondsLeft(progress(1_000)) == nil)
        #expect(deadline.secondsLeft(progress(2_000)) == 0)
        #expect(
            Deadline(.kimg(1), from: progress(1_000), single).isReached(
                progress(1_000)))
    }

    @Test("with stages there is an end, and images of a larger size count for more")
    func stages() throws {
        var run = Configuration.faces64
        run.training.stages = [run.training.stages[0], run.training.stages[2]]
        run.training.stages[0].kimg = 1.6
        run.training.stages[1].kimg = 1.6
        let plan = StagePlan(run)
        let deadline = Deadline(.open, from: progress(0), plan)
        #expect(!deadline.isReached(progress(3_184)) && deadline.isReached(progress(3_200)))
        let half = try #require(deadline.fraction(progress(1_600)))
        #expect(half > 0.1 && half < 0.45)
        #expect(deadline.fraction(progress(3_200)) == 1)
        // Half of each stage is half of its work.
        let quarter = try #require(deadline.fraction(progress(800)))
        #expect(abs(quarter - half / 2) < 1e-9)
        let work = Workload(plan)
        // The last stage goes on behind its end as before it.
        #expect(
            abs((work.work(4_800) - work.work(3_200)) / (work.work(3_200) - work.work(1_600)) - 1)
                < 1e-9)
    }

    @Test("minutes count from now, however far the run is")
    func minutes() throws {
        let deadline = Deadline(.minutes(60), from: progress(1_000_000), single)
        #expect(!deadline.isReached(progress(2_000_000)))
        let left = try #require(deadline.secondsLeft(progress(2_000_000)))
        // Less than a minute passes between the lines of a test.
        #expect((3_540...3_600).contains(left))
        let short = Deadline(.minutes(1e-9), from: progress(0), single)
        Thread.sleep(forTimeInterval: 0.001)
        #expect(short.isReached(progress(0)))
        #expect(short.fraction(progress(0)) == 1)
        #expect(short.secondsLeft(progress(0)) == 0)
    }

    @Test("an open run never ends by itself")
    func open() {
        let deadline = Deadline(.open, from: progress(0), single)
        #expect(!deadline.isReached(progress(.max / 2)))
        #expect(deadline.fraction(progress(1)) == nil)
        #expect(deadline.secondsLeft(progress(1)) == nil)
    }
}
