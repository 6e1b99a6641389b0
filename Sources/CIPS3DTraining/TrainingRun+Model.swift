extension TrainingRun {
    func writeModel() throws {}
}
