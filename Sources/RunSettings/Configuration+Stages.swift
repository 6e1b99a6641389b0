import CIPS3DModel

extension Configuration {
    /// What holds in a stage: the run's settings with the stage's over them, and no stages.
    ///
    /// - Parameter stage: One of a configuration that passes `validate()`.
    /// - Returns: The settings.
    func staged(_ stage: TrainingStage) -> Configuration {
        var reader = ConfigurationReader(knownKeys: Self.keys, requiresEveryKey: false)
        return staged(stage, into: &reader)
    }

    /// Reports what a stage makes wrong, each problem under the stage's place.
    func checkStages(key: (String) -> String, into reader: inout ConfigurationReader) {
        // What is wrong with the run would be said again of each stage.
        guard reader.problems.isEmpty else { return }
        for (index, stage) in training.stages.enumerated() {
            let place = key("training.stages.\(index + 1)")
            let allowed = AllowedNumbers.above(0, to: 1_000_000_000)
            if !allowed.contains(stage.kimg) {
                reader.refuse("\(place).kimg", .number(stage.kimg), mustBe: "\(allowed)")
            }
            for fixed in [["generator"], ["training", "stages"]]
            where stage.settings.contains(fixed) {
                reader.add(
                    "`\(place).\(fixed.joined(separator: "."))` cannot be set in a stage: it is the same in all of them; "
                        + "remove it.")
            }
            var inner = ConfigurationReader(knownKeys: Self.keys, requiresEveryKey: false)
            staged(stage, into: &inner).check(at: "", into: &inner)
            inner.problems.forEach { reader.add("Stage \(index + 1) of `training.stages`: \($0)") }
        }
    }

    /// Refuses a setting on the command line that no stage would heed.
    func checkHeeded(_ overrides: [ConfigurationOverride], into reader: inout ConfigurationReader) {
        guard !training.stages.isEmpty else { return }
        for path in overrides.flatMap(\.tree.leaves)
        where !path.starts(with: ["training", "stages"])
            && training.stages.allSatisfy({ $0.settings.contains(path) })
        {
            let key = path.joined(separator: ".")
            reader.add(
                "`\(key)` on the command line would change nothing, since every stage sets it; set it in "
                    + "a stage, as in training.stages.1.\(key)=VALUE, or train without any: "
                    + "training.stages=[].")
        }
    }

    /// Lets stages of sizes that a model knows already begin sharp.
    mutating func sharpenStages(upTo size: Int) {
        for index in training.stages.indices
        where staged(training.stages[index]).training.imageSize <= size {
            let sharp = JSONValue.object(["blur": .integer(0), "blurSteps": .integer(0)])
            training.stages[index].set(.object(["training": sharp]))
        }
    }

    /// Leaves out the stages before the one that a run begins with.
    ///
    /// - Parameters:
    ///   - number: Which one, from 1; nil is the first that is larger than what the model knows, or
    ///     the first of the last one's size.
    ///   - start: The model; without one nil is the first.
    ///   - reader: Receives the problem where there is no such stage.
    mutating func begin(
        atStage number: Int?, with start: ModelConfiguration?,
        into reader: inout ConfigurationReader
    ) {
        let count = training.stages.count
        if let number, !(1...max(count, 1)).contains(number) || count == 0 {
            reader.add(
                "There is no stage \(number): "
                    + (count == 0
                        ? "the run has no stages." : "they are numbered from 1 to \(count)."))
            return
        }
        guard count > 0 else { return }
        let sizes = training.stages.map { staged($0).training.imageSize }
        let fitting = start.flatMap { start in
            sizes.firstIndex { $0 > start.imageSize } ?? sizes.firstIndex { $0 == sizes.last }
        }
        training.stages.removeFirst(number.map { $0 - 1 } ?? fitting ?? 0)
    }

    private func staged(
        _ stage: TrainingStage, into reader: inout ConfigurationReader
    ) -> Configuration {
        var staged = self
        staged.training.stages = []
        staged.merge(stage.settings, at: "", into: &reader)
        return staged
    }
}

extension ConfigurationField {
    /// The stages of a run: a list, or an object that changes some by their numbers, from 1.
    static func stages(_ name: String, _ path: Path<[TrainingStage]>) -> ConfigurationField {
        let kind =
            "a list of stages, each an object with `kimg`, the thousands of images that it lasts"
        return ConfigurationField(
            name: name, keys: [name], rule: kind,
            read: { .list($0[keyPath: path].map(\.tree)) },
            write: { value, section, key, reader in
                if case .object(let changes) = value {
                    return change(&section[keyPath: path], by: changes, at: key, into: &reader)
                }
                guard case .list(let trees) = value else {
                    return reader.refuse(key, value, mustBe: kind)
                }
                let stages = trees.compactMap { TrainingStage($0) }
                guard stages.count == trees.count else {
                    return reader.refuse(key, value, mustBe: kind)
                }
                section[keyPath: path] = stages
            },
            // The whole configuration checks them: a stage may set what another section has.
            check: { _, _, _ in })
    }

    private static func change(
        _ stages: inout [TrainingStage], by changes: [String: JSONValue], at key: String,
        into reader: inout ConfigurationReader
    ) {
        for (name, settings) in changes.sorted(by: { $0.key < $1.key }) {
            guard let number = Int(name), stages.indices.contains(number - 1) else {
                reader.add(
                    "`\(key).\(name)` is not a stage; "
                        + (stages.isEmpty
                            ? "the run has none." : "they are numbered from 1 to \(stages.count)."))
                continue
            }
            guard let stage = TrainingStage(stages[number - 1].tree.merged(with: settings)) else {
                reader.refuse(
                    "\(key).\(name)", settings,
                    mustBe: "an object of settings in braces; `kimg` is a number")
                continue
            }
            stages[number - 1] = stage
        }
    }
}
