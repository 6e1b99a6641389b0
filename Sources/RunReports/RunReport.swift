/// A page about runs of training.
public struct RunReport {}
